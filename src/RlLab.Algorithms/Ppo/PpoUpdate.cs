using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Parameter = TorchSharp.Modules.Parameter;

namespace RlLab.Algorithms.Ppo;

/// <summary>Learns from a rollout: some epochs of minibatches, a step of the optimiser each.</summary>
/// <remarks>
/// Schulman et al., "Proximal policy optimization algorithms" (2017), equations 7 and 9. The objective of a row, min(r A, clip(r, 1 - c, 1 + c) A)
/// with the ratio r of an action's probability to what it was, is min(r A, A + c |A|): where A is positive the second is (1 + c) A, where it is
/// negative (1 - c) A, and on the other side of the range r A is the smaller one anyway.
/// </remarks>
[Checkpointed]
internal sealed partial class PpoUpdate<TElement, TAction>
    where TElement : unmanaged
{
    private readonly Module<Tensor, Tensor>? _trunk;
    private readonly Module<Tensor, Tensor> _policy, _value;
    private readonly optim.Optimizer _optimizer;
    private readonly PpoOptions _options;
    private readonly RandomGenerator _random;
    [Rebuilt]
    private readonly Parameter[] _parameters;
    [Rebuilt]
    private readonly double[] _learningRates;
    [Rebuilt]
    private readonly GradientStep<PpoUpdate<TElement, TAction>> _step;
    [Rebuilt]
    private readonly LossKind _kind, _maskedKind;

    // What the step that is being taken learns from.
    [Rebuilt]
    private PpoRows _rows;
    [Rebuilt]
    private double _gradientNorm;

    public PpoUpdate(
        ActorCritic networks, optim.Optimizer optimizer, ActionDistribution<TAction> distribution, PpoOptions options, RandomGenerator random)
    {
        (_trunk, _policy, _value) = (networks.Trunk, networks.Policy, networks.Value);
        (_optimizer, _options, _random) = (optimizer, options, random);
        _parameters = [.. networks.Parameters];
        _learningRates = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
        _kind = new(distribution, networks.Trunk is not null, options.ValueClipRange is not null, IsMasked: false);
        _maskedKind = _kind with { IsMasked = true };
        _step = new(this, LossOf, optimizer, networks.Networks)
        {
            Names = ["the loss", "the policy's loss", "the value's loss", "the policy's entropy"], Limit = Limit,
        };
    }

    /// <summary>The optimiser's first learning rate.</summary>
    public double LearningRate => _optimizer.ParamGroups.First().LearningRate;

    /// <summary>Improves the networks.</summary>
    /// <param name="batch">Memory of the rollout's shape.</param>
    /// <param name="rollout">A full one, with its advantages.</param>
    /// <param name="progress">How far training is, from 0 to 1.</param>
    /// <exception cref="DivergedException">A loss, the entropy or the gradient is not finite; the weights are as before that step.</exception>
    public async ValueTask<PpoSummary> Apply(PpoBatch<TElement> batch, Rollout<TElement> rollout, double progress)
    {
        if (_options.AnnealLearningRate)
        {
            foreach (var (group, rate) in _optimizer.ParamGroups.Zip(_learningRates))
            {
                group.LearningRate = rate * (1 - progress);
            }
        }

        var clipRange = _options.AnnealClipRange ? _options.ClipRange * (1 - progress) : _options.ClipRange;
        var summary = new PpoSummary();
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            var divergence = 0.0;
            using var scope = NewDisposeScope();
            batch.Fill(_random, clipRange);
            var rows = batch.ToDevice();
            for (var minibatch = 0; minibatch < _options.Minibatches; minibatch++)
            {
                var size = rollout.Rows / _options.Minibatches;
                _rows = rows.Part(minibatch * size, size);
                await _step.Apply(rollout.IsMasked ? _maskedKind : _kind);
                divergence += summary.Add(_step.Figures, _gradientNorm, clipRange);
            }

            if (divergence / _options.Minibatches > _options.TargetKl)
            {
                break;
            }
        }

        return summary;
    }

    private static Loss LossOf(Rows<PpoUpdate<TElement, TAction>> rows)
    {
        var kind = rows.Common(update => update._rows.Forbidden is null ? update._kind : update._maskedKind);
        var features = rows.Column(update => update._rows.Observations);
        var forbidden = kind.IsMasked ? rows.Column(update => update._rows.Forbidden!) : null;
        if (kind.HasTrunk)
        {
            features = rows.Forward(update => update._trunk!, features);
        }

        var (logProbabilities, entropies) = kind.Distribution.Of(
            rows.Forward(update => update._policy, features), rows.Column(update => update._rows.Actions), forbidden);
        var logRatios = logProbabilities - rows.Column(update => update._rows.LogProbabilities);
        var gains = logRatios.exp() * rows.Column(update => update._rows.Advantages);
        var policyLoss = -rows.Mean(gains.minimum(rows.Column(update => update._rows.MostGain)));
        var valueLoss = rows.Times(_ => 0.5, ValueError(kind, rows, rows.Forward(update => update._value, features).squeeze(1)));
        var entropy = rows.Mean(entropies);
        var loss = policyLoss + rows.Times(update => update._options.ValueWeight, valueLoss)
            - rows.Times(update => update._options.EntropyWeight, entropy);
        return new(loss, [policyLoss, valueLoss, entropy], logRatios);
    }

    /// <summary>The mean squared error; with clipping, of each row the larger of the value's and the clipped value's.</summary>
    private static Tensor ValueError(LossKind kind, Rows<PpoUpdate<TElement, TAction>> rows, Tensor values)
    {
        var returns = rows.Column(update => update._rows.Returns);
        if (!kind.ClipsValues)
        {
            return rows.SquaredError(values, returns);
        }

        var clipped = values.maximum(rows.Column(update => update._rows.LeastValues)).minimum(rows.Column(update => update._rows.MostValues));
        return rows.Mean((values - returns).square().maximum((clipped - returns).square()));
    }

    private void Limit()
    {
        _gradientNorm = nn.utils.clip_grad_norm_(_parameters, _options.MaxGradientNorm ?? double.PositiveInfinity);
        DivergedException.ThrowIfNotFinite(_gradientNorm, "the norm of the gradient");
    }

    /// <summary>What decides how the loss is computed.</summary>
    private sealed record LossKind(ActionDistribution<TAction> Distribution, bool HasTrunk, bool ClipsValues, bool IsMasked);
}
