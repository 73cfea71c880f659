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
    private static readonly string[] Names = ["the loss", "the policy's entropy"];

    private double _returnSum;
    private long _returnCount;

    [Rebuilt]
    private GradientStep<ReinforceUpdate>? _step;

    // What the step that is being taken learns from.
    [Rebuilt]
    private EpisodeBatch _batch = new(1);
    [Rebuilt]
    private double _baseline;
    [Rebuilt]
    private LossKind? _kind;

    private GradientStep<ReinforceUpdate> Step => _step ??=
        new(this, Loss, optimizer, value is null ? [policy] : [policy, value]) { Names = Names, NormName = "the norm of the policy's gradient" };

    /// <summary>Improves the policy, and the value network where there is one.</summary>
    /// <param name="batch">Complete episodes; to be left as they are until the update is done.</param>
    /// <returns>What the update was like.</returns>
    /// <exception cref="DivergedException">The loss, the entropy or the gradient is not finite; the weights are as before.</exception>
    public async ValueTask<UpdateSummary> Apply(EpisodeBatch batch)
    {
        (_batch, _baseline) = (batch, options.Baseline == Baseline.RunningMean ? RunningMean(batch.Returns.Span) : 0);
        if (_kind?.IsMasked != !batch.Forbidden.IsEmpty)
        {
            _kind = new(options.Baseline, options.NormalizeReturns, HasValue: value is not null, IsMasked: !batch.Forbidden.IsEmpty);
        }

        await Step.Apply(_kind);
        return new UpdateSummary(Step.Figures[0], Step.Figures[1], Step.Norm);
    }

    private static Loss Loss(Rows<ReinforceUpdate> rows)
    {
        var kind = rows.Common(update => update._kind!);
        var observations = rows.Column(update => update.Observations());
        var actions = rows.Column(update => update.Actions());
        var forbidden = kind.IsMasked ? rows.Column(update => update.Forbidden()) : null;
        var logProbabilities = rows.Forward(update => update.Policy, observations);
        if (forbidden is not null)
        {
            logProbabilities = LogProbabilities.Among(logProbabilities, forbidden);
        }

        var entropy = rows.Mean(LogProbabilities.Entropy(logProbabilities, forbidden));
        var values = kind.HasValue ? rows.Forward(update => update.Value, observations).squeeze(1) : null;
        var weights = Weights(kind, rows, values);
        var chosen = logProbabilities.gather(1, actions).squeeze(1);
        var loss = -rows.Mean(weights * chosen) - rows.Times(update => update.EntropyWeight, entropy);
        if (values is not null)
        {
            loss += rows.SquaredError(values, rows.Column(update => update.Returns()));
        }

        return new(loss, [entropy]);
    }

    /// <summary>G_t - b_t, normalised where that is asked for. Shape: [steps].</summary>
    private static Tensor Weights(LossKind kind, Rows<ReinforceUpdate> rows, Tensor? values)
    {
        var weights = kind.Baseline switch
        {
            Baseline.RunningMean => rows.Column(update => update.Returns() - update._baseline),
            Baseline.LearnedValue => rows.Column(update => update.Returns()) - values!.detach(),
            _ => rows.Column(update => update.Returns()),
        };
        return kind.Normalizes ? rows.Apart(Reinforce.Returns.Normalized, weights) : weights;
    }

    private Module<Tensor, Tensor> Policy => policy;

    private Module<Tensor, Tensor> Value => value!;

    private double EntropyWeight => options.EntropyWeight;

    private Tensor Observations() =>
        tensor(_batch.Observations, [_batch.Count, _batch.Observations.Length / _batch.Count], device: device);

    private Tensor Actions() => tensor(_batch.Actions, [_batch.Count, 1], device: device);

    private Tensor Returns() => tensor(_batch.Returns, [_batch.Count], device: device);

    private Tensor Forbidden() => tensor(_batch.Forbidden.ToArray(), [_batch.Count, _batch.Forbidden.Length / _batch.Count], device: device);

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

    /// <summary>What decides how the loss is computed.</summary>
    private sealed record LossKind(Baseline Baseline, bool Normalizes, bool HasValue, bool IsMasked);
}

/// <summary>What an update was like.</summary>
/// <param name="Loss">The loss before the step.</param>
/// <param name="Entropy">The policy's mean entropy in the visited states, in nats.</param>
/// <param name="GradientNorm">The Euclidean norm of the policy's gradient.</param>
public readonly record struct UpdateSummary(double Loss, double Entropy, double GradientNorm);
