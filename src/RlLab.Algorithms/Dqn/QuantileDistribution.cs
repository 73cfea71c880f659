using RlLab.Formats;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>Returns that are fixed in probability, the quantiles' midpoints (QR-DQN): a network gives them, and no bounds need be known.</summary>
/// <remarks>
/// Dabney, Rowland, Bellemare and Munos, "Distributional reinforcement learning with quantile regression" (2018), algorithm 1, with the quantile
/// Huber loss of equation 10, linear from 1 on.
/// </remarks>
/// <param name="Quantiles">How many there are, at least 1. Default: 200; an update compares each with each.</param>
public sealed record QuantileDistribution(int Quantiles = 200) : ValueDistribution
{
    /// <summary>How many there are, at least 1. Default: 200; an update compares each with each.</summary>
    public int Quantiles { get; init => field = Require.AtLeast(value, 1); } = Require.AtLeast(Quantiles, 1);

    /// <inheritdoc/>
    public override int Numbers => Quantiles;

    /// <inheritdoc/>
    public override Tensor Expectation(Tensor numbers) => numbers.mean([-1]);

    /// <inheritdoc/>
    protected internal override string ExportExpectation(OnnxGraph graph, string numbers) =>
        graph.Add("ReduceMean", numbers, ("axes", (long[])[2]), ("keepdims", 0L));

    /// <inheritdoc/>
    public override Tensor Errors(Tensor numbers, Tensor next, Tensor rewards, Tensor nextWeights)
    {
        var targets = rewards.unsqueeze(1) + nextWeights.unsqueeze(1) * next; // [batch, targets]
        var errors = targets.unsqueeze(1) - numbers.unsqueeze(2); // [batch, quantiles, targets]
        var midpoints = ((arange(Quantiles, device: numbers.device).to_type(ScalarType.Float32) + 0.5) / Quantiles).unsqueeze(1); // [quantiles, 1]
        var weights = (midpoints - errors.detach().lt(0).to_type(ScalarType.Float32)).abs();
        return (weights * functional.huber_loss(errors, zeros_like(errors), reduction: Reduction.None)).mean([2]).sum(1);
    }
}
