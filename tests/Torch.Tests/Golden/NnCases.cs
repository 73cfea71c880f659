using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Golden;

/// <summary>torch-nn.json in TorchSharp's words.</summary>
internal static class NnCases
{
    public static IReadOnlyDictionary<string, Func<GoldenCase, Tensor[]>> All { get; } = new Dictionary<string, Func<GoldenCase, Tensor[]>>
    {
        ["conv2d"] = c =>
        [
            functional.conv2d(c["x"], c["w"], c["b"], Square(c, "stride"), Square(c, "padding"),
                c.Has("dilation") ? Square(c, "dilation") : null, c.Has("groups") ? c.Long("groups") : 1),
        ],
        ["conv1d"] = c => [functional.conv1d(c["x"], c["w"], c["b"], c.Long("stride"), c.Long("padding"))],
        ["max_pool2d"] = c => [functional.max_pool2d(c["x"], c.Long("kernel_size"), c.Long("stride"), c.Has("padding") ? c.Long("padding") : 0)],
        ["avg_pool2d"] = c => [functional.avg_pool2d(c["x"], c.Long("kernel_size"), c.Long("stride"))],
        ["adaptive_avg_pool2d"] = c => [functional.adaptive_avg_pool2d(c["x"], c.Longs("output_size"))],
        ["batch_norm_train"] = c =>
            [functional.batch_norm(c["x"], zeros(3), ones(3), c["w"], c["b"], training: true, c.Double("momentum"), c.Double("eps"))],
        ["batch_norm_running"] = RunningStatistics,
        ["layer_norm"] = c => [functional.layer_norm(c["x"], c.Longs("normalized_shape"), c["w"], c["b"], c.Double("eps"))],
        ["embedding"] = Lookup,
        ["pad"] = c => [functional.pad(c["x"], c.Longs("pad"), value: c.Double("value"))],
        ["interpolate_nearest"] = c => [functional.interpolate(c["x"], scale_factor: [c.Double("scale_factor"), c.Double("scale_factor")])],
        ["gru_seed3"] = Recur,
    };

    private static long[] Square(GoldenCase c, string argument) => [c.Long(argument), c.Long(argument)];

    private static Tensor[] RunningStatistics(GoldenCase c)
    {
        var norm = BatchNorm2d(3);
        for (var i = 0; i < 3; i++)
            norm.call(c["x"] + i);
        norm.eval();
        return [norm.call(c["x"]), norm.running_mean!, norm.running_var!, norm.num_batches_tracked!];
    }

    private static Tensor[] Lookup(GoldenCase c)
    {
        var embedding = Embedding_from_pretrained(c["w"], freeze: false);
        c["w"] = embedding.weight!;
        return [embedding.call(c["i"])];
    }

    private static Tensor[] Recur(GoldenCase c)
    {
        manual_seed(3);
        var (outputs, state) = GRU(3, 4, batchFirst: true).call(c["x"], c["h"]);
        return [outputs, state];
    }
}
