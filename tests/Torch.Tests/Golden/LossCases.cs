using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Golden;

/// <summary>torch-loss.json in TorchSharp's words.</summary>
internal static class LossCases
{
    public static IReadOnlyDictionary<string, Func<GoldenCase, Tensor[]>> All { get; } = new Dictionary<string, Func<GoldenCase, Tensor[]>>
    {
        ["mse_loss"] = c => [functional.mse_loss(c["x"], c["y"], Reduce(c))],
        ["l1_loss"] = c => [functional.l1_loss(c["x"], c["y"], Reduce(c))],
        ["smooth_l1_loss"] = c => [functional.smooth_l1_loss(c["x"], c["y"], Reduce(c), c.Double("beta"))],
        ["huber_loss"] = c => [functional.huber_loss(c["x"], c["y"], c.Double("delta"), Reduce(c))],
        ["cross_entropy"] = c => [functional.cross_entropy(c["x"], c["t"], reduction: Reduce(c))],
        ["nll_loss"] = c => [functional.nll_loss(c["x"], c["t"], reduction: Reduce(c))],
        ["binary_cross_entropy"] = c => [functional.binary_cross_entropy(c["x"], c["y"], reduction: Reduce(c))],
        ["binary_cross_entropy_with_logits"] = c => [functional.binary_cross_entropy_with_logits(c["x"], c["y"], reduction: Reduce(c))],
        ["kl_div"] = c => [functional.kl_div(c["x"], c["y"], log_target: false, Reduce(c))],
    };

    private static Reduction Reduce(GoldenCase c) => c.Text("reduction") switch
    {
        "mean" => Reduction.Mean,
        "sum" => Reduction.Sum,
        _ => Reduction.None,
    };
}
