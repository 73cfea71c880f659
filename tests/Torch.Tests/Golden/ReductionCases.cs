using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Golden;

/// <summary>torch-reduction.json in TorchSharp's words.</summary>
internal static class ReductionCases
{
    public static IReadOnlyDictionary<string, Func<GoldenCase, Tensor[]>> All { get; } = new Dictionary<string, Func<GoldenCase, Tensor[]>>
    {
        ["sum"] = c => [c.Has("dim") ? c["x"].sum(Dims(c), c.Bool("keepdim")) : c["x"].sum()],
        ["mean"] = c => [c.Has("dim") ? c["x"].mean(Dims(c), c.Bool("keepdim")) : c["x"].mean()],
        ["var"] = c => [c.Has("dim") ? c["x"].var(Dims(c), c.Bool("unbiased"), c.Bool("keepdim")) : c["x"].var(c.Bool("unbiased"))],
        ["std"] = c => [c.Has("dim") ? c["x"].std(Dims(c), c.Bool("unbiased"), c.Bool("keepdim")) : c["x"].std(c.Bool("unbiased"))],
        ["argmax"] = c => [c.Has("dim") ? c["x"].argmax(c.Long("dim"), c.Bool("keepdim")) : c["x"].argmax()],
        ["max"] = c => c.Has("dim") ? Pair(c["x"].max(c.Long("dim"), c.Bool("keepdim"))) : [c["x"].max()],
        ["min"] = c => Pair(c["x"].min(c.Long("dim"), c.Bool("keepdim"))),
        ["softmax"] = c => [c["x"].softmax(c.Long("dim"))],
        ["log_softmax"] = c => [c["x"].log_softmax(c.Long("dim"))],
        ["logsumexp"] = c => [c["x"].logsumexp(c.Long("dim"), c.Bool("keepdim"))],
        ["cumsum"] = c => [c["x"].cumsum(c.Long("dim"))],
        ["norm"] = c => [c["x"].norm((int)c.Long("dim"), c.Bool("keepdim"), 2)],
        ["prod"] = c => [c["x"].prod(c.Long("dim"), c.Bool("keepdim"))],
        ["max_ties"] = c => Pair(c["x"].max(c.Long("dim"))),
        ["argmax_nan"] = c => [c["x"].argmax(c.Long("dim"))],
        ["topk"] = c => Pair(c["x"].topk((int)c.Long("k"), (int)c.Long("dim"))),
        ["sort"] = c => Pair(c["x"].sort(c.Long("dim"), c.Bool("descending"))),
        ["any"] = c => [c["x"].any(c.Long("dim"))],
        ["all"] = c => [c["x"].all(c.Long("dim"))],
        ["sum_int64"] = c => [c["x"].sum()],
        ["sum_bool"] = c => [c["x"].sum()],
        ["mean_empty"] = c => [c["x"].mean()],
        ["sum_large"] = c => [c["x"].sum()],
    };

    private static long[] Dims(GoldenCase c) => c.IsList("dim") ? c.Longs("dim") : [c.Long("dim")];

    private static Tensor[] Pair((Tensor Values, Tensor Indexes) result) => [result.Values, result.Indexes];
}
