using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Reinforce;

/// <summary>One step of the optimiser on the steps of some episodes.</summary>
/// <param name="policy">Observations [steps, length] to log-probabilities [steps, actions].</param>
/// <param name="value">Observations [steps, length] to values [steps, 1], for <see cref="Baseline.LearnedValue"/>; else null.</param>
/// <param name="optimizer">Improves the parameters of both.</param>
/// <param name="options">Baseline, normalisation and the weight of the entropy.</param>
/// <param name="device">Where the networks are.</param>
[Checkpointed]
public sealed partial class ReinforceUpdate(
    Module<Tensor, Tensor> policy,
    Module<Tensor, Tensor>? value,
    optim.Optimizer optimizer,
    ReinforceOptions options,
    Device device)
{
    private double _returnSum;
    private long _returnCount;

    /// <summary>Improves the policy, and the value network where there is one.</summary>
    /// <param name="batch">Complete episodes.</param>
    /// <returns>What the update was like.</returns>
    /// <exception cref="DivergedException">The loss, the entropy or the gradient is not finite; the weights are as before.</exception>
    public UpdateSummary Apply(EpisodeBatch batch)
    {
        using var scope = NewDisposeScope();
        var observations = tensor(batch.Observations, [batch.Count, batch.Observations.Length / batch.Count], device: device);
        var actions = tensor(batch.Actions, [batch.Count, 1], device: device);
        var returns = tensor(batch.Returns, [batch.Count], device: device);

        var forbidden = batch.Forbidden.IsEmpty
            ? null
            : tensor(batch.Forbidden.ToArray(), [batch.Count, batch.Forbidden.Length / batch.Count], device: device);
        var logProbabilities = policy.call(observations);
        if (forbidden is not null)
        {
            logProbabilities = LogProbabilities.Among(logProbabilities, forbidden);
        }

        var entropy = LogProbabilities.Entropy(logProbabilities, forbidden).mean();
        var values = value?.call(observations).squeeze(1);
        var weights = Weights(batch, returns, values);
        var loss = -(weights * logProbabilities.gather(1, actions).squeeze(1)).mean() - options.EntropyWeight * entropy;
        if (values is not null)
        {
            loss += functional.mse_loss(values, returns);
        }

        optimizer.zero_grad();
        loss.backward();

        // Read in one go: each reading waits until the device has done all that it was told.
        var read = stack([loss.detach(), entropy.detach(), .. SquaredGradients()]).cpu().data<float>().ToArray();
        var summary = new UpdateSummary(read[0], read[1], Math.Sqrt(read.Skip(2).Sum(square => (double)square)));
        DivergedException.ThrowIfNotFinite(summary.Loss, "the loss");
        DivergedException.ThrowIfNotFinite(summary.Entropy, "the policy's entropy");
        DivergedException.ThrowIfNotFinite(summary.GradientNorm, "the norm of the policy's gradient");
        optimizer.step();
        return summary;
    }

    /// <summary>G_t - b_t, normalised where that is asked for. Shape: [steps].</summary>
    private Tensor Weights(EpisodeBatch batch, Tensor returns, Tensor? values)
    {
        var weights = options.Baseline switch
        {
            Baseline.RunningMean => returns - RunningMean(batch.Returns.Span),
            Baseline.LearnedValue => returns - values!.detach(),
            _ => returns,
        };
        return options.NormalizeReturns ? Returns.Normalized(weights) : weights;
    }

    /// <summary>
    /// The mean of all returns before this batch; 0 at the first. The batch is counted afterwards, so that it does not judge itself.
    /// </summary>
    private double RunningMean(ReadOnlySpan<float> returns)
    {
        var mean = _returnCount == 0 ? 0 : _returnSum / _returnCount;
        foreach (var value in returns)
        {
            _returnSum += value;
        }

        _returnCount += returns.Length;
        return mean;
    }

    /// <summary>The squared Euclidean norm of the gradient of each of the policy's parameters.</summary>
    private IEnumerable<Tensor> SquaredGradients() =>
        policy.parameters().Select(parameter => parameter.grad).OfType<Tensor>().Select(gradient => gradient.square().sum());
}

/// <summary>What an update was like.</summary>
/// <param name="Loss">The loss before the step.</param>
/// <param name="Entropy">The policy's mean entropy in the visited states, in nats.</param>
/// <param name="GradientNorm">The Euclidean norm of the policy's gradient.</param>
public readonly record struct UpdateSummary(double Loss, double Entropy, double GradientNorm);
