using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Golden;

/// <summary>torch-shape.json in TorchSharp's words.</summary>
internal static class ShapeCases
{
    public static IReadOnlyDictionary<string, Func<GoldenCase, Tensor[]>> All { get; } = new Dictionary<string, Func<GoldenCase, Tensor[]>>
    {
        ["reshape"] = c => [c["x"].reshape(c.Longs("shape"))],
        ["permute"] = c => [c["x"].permute(c.Longs("dims"))],
        ["transpose"] = c => [c["x"].transpose(c.Long("dim0"), c.Long("dim1"))],
        ["transpose_reshape"] = c => [c["x"].transpose(0, 1).reshape(6, 4)],
        ["flatten"] = c => [c["x"].flatten(c.Long("start_dim"))],
        ["squeeze"] = c => [c["x"].squeeze(c.Long("dim"))],
        ["unsqueeze"] = c => [c["x"].unsqueeze(c.Long("dim"))],
        ["expand"] = c => [c["x"].expand(c.Longs("shape"))],
        ["repeat"] = c => [c["x"].repeat(c.Longs("repeats"))],
        ["cat"] = c => [cat([c["a"], c["b"]], c.Long("dim"))],
        ["stack"] = c => [stack([c["a"], c["b"]], c.Long("dim"))],
        ["chunk"] = c => c["x"].chunk(c.Long("chunks"), c.Long("dim")),
        ["split"] = c => c["x"].split(c.Long("size"), (int)c.Long("dim")),
        ["slice"] = c => [c["x"][TensorIndex.Colon, TensorIndex.Slice(1, 3), TensorIndex.Slice(step: 2)]],
        ["slice_negative"] = c => [c["x"][TensorIndex.Single(-1), TensorIndex.Slice(stop: -1)]],
        ["select"] = c => [c["x"].select(c.Long("dim"), c.Long("index"))],
        ["narrow"] = c => [c["x"].narrow(c.Long("dim"), c.Long("start"), c.Long("length"))],
        ["flip"] = c => [c["x"].flip(c.Longs("dims"))],
        ["roll"] = c => [c["x"].roll(c.Long("shifts"), c.Long("dims"))],
        ["gather"] = c => [c["x"].gather(c.Long("dim"), c["i"])],
        ["index_select"] = c => [c["x"].index_select(c.Long("dim"), c["i"])],
        ["index_tensor"] = c => [c["x"][c["i"]]],
        ["index_mask"] = c => [c["x"][c["m"]]],
        ["masked_fill"] = c => [c["x"].masked_fill(c["m"], c.Double("value"))],
        ["scatter"] = c => [c["x"].scatter(c.Long("dim"), c["i"], c["s"])],
        ["scatter_add"] = c => [c["x"].scatter_add(c.Long("dim"), c["i"], c["s"])],
        ["index_add"] = c => [c["x"].index_add(c.Long("dim"), c["i"], c["s"], 1)],
        ["one_hot"] = c => [functional.one_hot(c["i"], c.Long("num_classes"))],
        ["nonzero"] = c => [c["x"].nonzero()],
        ["tril"] = c => [c["x"].tril(c.Long("diagonal"))],
        ["arange"] = c => [arange(c.Long("start"), c.Long("stop"), c.Long("step"))],
        ["linspace"] = c => [linspace(c.Double("start"), c.Double("end"), c.Long("steps"))],
        ["eye"] = c => [eye(c.Long("n"))],
    };
}
