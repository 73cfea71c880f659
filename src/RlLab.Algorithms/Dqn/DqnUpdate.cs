using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>One step of the optimiser on a batch of transitions, and the target network's following.</summary>
/// <remarks>
/// The target of a transition is r + w max_a Q'(s', a), with the target network Q' and w = discount^n, or 0 where the episode terminated
/// (Mnih et al., 2015, algorithm 1); with double learning it is r + w Q'(s', argmax_a Q(s', a)) (van Hasselt et al., 2016, equation 4). The
/// actions a are those that are allowed in s'. Where there is a <see cref="DqnOptions.Distribution"/>, Q is its expectation, and what is learned is
/// the distribution of r + w Z'(s', a) for the action a of that maximum. Noisy layers have new noise in each of the two or three passes.
/// </remarks>
[Checkpointed]
public sealed partial class DqnUpdate
{
    private readonly Module<Tensor, Tensor> _network;
    private readonly Module<Tensor, Tensor> _target;
    private readonly optim.Optimizer _optimizer;
    private readonly DqnOptions _options;
    private readonly NetworkNoise? _noise, _targetNoise;
    [Rebuilt]
    private readonly TorchSharp.Modules.Parameter[] _parameters;

    [Rebuilt]
    private readonly GradientStep<DqnUpdate> _step;

    [Rebuilt]
    private readonly LossKind _kind, _maskedKind;

    // What the step that is being taken learns from.
    [Rebuilt]
    private TransitionTensors _transitions;

    // What its noise is drawn from.
    [Rebuilt]
    private RandomState _noiseFrom;

    /// <summary>Makes the target network a copy of the network.</summary>
    /// <param name="network">
    /// Observations [batch, ...] to action values [batch, actions], or to [batch, actions x numbers] where there is a distribution.
    /// </param>
    /// <param name="target">A network of the same shape, on the same device.</param>
    /// <param name="optimizer">Improves the network's parameters.</param>
    /// <param name="options">The loss, the batch's size, and what is added to the algorithm.</param>
    /// <param name="noise">What the noise of noisy layers is drawn from; null where there are none.</param>
    /// <exception cref="ArgumentException">The options cannot work together, or the network is noisy and has nothing to draw from.</exception>
    public DqnUpdate(
        Module<Tensor, Tensor> network,
        Module<Tensor, Tensor> target,
        optim.Optimizer optimizer,
        DqnOptions options,
        RandomGenerator? noise = null)
    {
        options.Distribution?.Check();
        if (noise is null && NetworkNoise.LayersOf(network).Any())
        {
            throw new ArgumentException("The network has noisy layers, and there is nothing to draw their noise from.", nameof(noise));
        }

        (_network, _target, _optimizer, _options) = (network, target, optimizer, options);
        (_noise, _targetNoise) = noise is null ? (null, null) : (new NetworkNoise(network, noise), new NetworkNoise(target, noise));
        _parameters = [.. network.parameters()];
        _kind = new(options.Loss, options.Distribution, options.Double, IsWeighted: options.PriorityExponent > 0, IsMasked: false);
        _maskedKind = _kind with { IsMasked = true };
        _step = new(this, LossOf, optimizer, network, target) { Names = ["the loss", "the mean value of the actions learned from"], Limit = Limit };
        _target.load_state_dict(_network.state_dict());

        // Both act and value as they would be used; only the update's own pass has batch statistics.
        _network.eval();
        _target.eval();
    }

    /// <summary>Improves the network.</summary>
    /// <typeparam name="TElement">What an observation is made of.</typeparam>
    /// <param name="batch">What to learn from.</param>
    /// <param name="sampler">What drew it; it is told the errors.</param>
    /// <exception cref="DivergedException">The loss, or the mean value, is not finite; the weights are as before.</exception>
    /// <returns>The loss, and the mean value of the transitions' actions, before the step.</returns>
    public async ValueTask<(double Loss, double Value)> Apply<TElement>(ReplayBatch<TElement> batch, ReplaySampler<TElement> sampler)
        where TElement : unmanaged
    {
        using var scope = NewDisposeScope();
        (_transitions, _noiseFrom) = (batch.ToDevice(), _noise?.RandomState ?? default);
        await _step.Apply(_transitions.NextForbidden is null ? _kind : _maskedKind);
        sampler.Learned(batch.Slots, _step.Figures[2..]);
        return (_step.Figures[0], _step.Figures[1]);
    }

    /// <summary>Moves the target network towards the network.</summary>
    public void UpdateTarget() => TargetNetwork.Follow(_target, _network, _options.TargetUpdateRate);

    private static Loss LossOf(Rows<DqnUpdate> rows)
    {
        var kind = rows.Common(update => update._transitions.NextForbidden is null ? update._kind : update._maskedKind);
        return kind.Distribution is { } distribution ? LossOfDistributions(kind, distribution, rows) : LossOfValues(kind, rows);
    }

    private static Loss LossOfValues(LossKind kind, Rows<DqnUpdate> rows)
    {
        var targets = Targets(kind, rows);
        var (observations, actions) = (rows.Column(update => update._transitions.Observations), rows.Column(update => update._transitions.Actions));
        var values = rows.ForwardInTraining(update => Redrawn(update._network, update._noise), observations).gather(1, actions).squeeze(1);
        var figures = new[] { rows.Mean(values.detach()) };
        if (kind.IsWeighted)
        {
            var errors = kind.Loss == TemporalDifferenceLoss.Huber
                ? functional.smooth_l1_loss(values, targets, Reduction.None)
                : functional.mse_loss(values, targets, Reduction.None);
            return new(rows.Mean(errors * rows.Column(update => update._transitions.Weights)), figures, targets - values.detach());
        }

        return new(kind.Loss == TemporalDifferenceLoss.Huber ? rows.SmoothError(values, targets) : rows.SquaredError(values, targets), figures);
    }

    private static Loss LossOfDistributions(LossKind kind, ValueDistribution distribution, Rows<DqnUpdate> rows)
    {
        var next = NextNumbers(kind, distribution, rows);
        var (observations, actions) = (rows.Column(update => update._transitions.Observations), rows.Column(update => update._transitions.Actions));
        var byAction = distribution.ByAction(rows.ForwardInTraining(update => Redrawn(update._network, update._noise), observations));
        var numbers = distribution.Of(byAction, actions); // [batch, numbers]
        var (rewards, weights) = (rows.Column(update => update._transitions.Rewards), rows.Column(update => update._transitions.NextWeights));
        var errors = distribution.Errors(numbers, next, rewards, weights); // [batch]
        var figures = new[] { rows.Mean(distribution.Expectation(numbers.detach())) };
        return kind.IsWeighted
            ? new(rows.Mean(errors * rows.Column(update => update._transitions.Weights)), figures, errors.detach())
            : new(rows.Mean(errors), figures);
    }

    private static Tensor Targets(LossKind kind, Rows<DqnUpdate> rows)
    {
        using var noGrad = no_grad();
        var next = rows.Column(update => update._transitions.NextObservations);
        var forbidden = kind.IsMasked ? rows.Column(update => update._transitions.NextForbidden!) : null;
        var ofTarget = rows.Forward(update => update.RedrawnTarget(), next);
        var nextValues = kind.IsDouble
            ? ofTarget.gather(1, Best(rows.Forward(update => Redrawn(update._network, update._noise), next), forbidden)).squeeze(1)
            : Allowed(ofTarget, forbidden).amax([1]);
        return rows.Column(update => update._transitions.Rewards) + rows.Column(update => update._transitions.NextWeights) * nextValues;
    }

    /// <summary>What the target network gives for the next action. Shape: [batch, numbers].</summary>
    private static Tensor NextNumbers(LossKind kind, ValueDistribution distribution, Rows<DqnUpdate> rows)
    {
        using var noGrad = no_grad();
        var next = rows.Column(update => update._transitions.NextObservations);
        var forbidden = kind.IsMasked ? rows.Column(update => update._transitions.NextForbidden!) : null;
        var ofTarget = distribution.ByAction(rows.Forward(update => update.RedrawnTarget(), next));
        var choosing = kind.IsDouble
            ? distribution.ByAction(rows.Forward(update => Redrawn(update._network, update._noise), next))
            : ofTarget;
        return distribution.Of(ofTarget, Best(distribution.Expectation(choosing), forbidden));
    }

    /// <summary>The allowed action of the highest value. Shape: [batch, 1].</summary>
    private static Tensor Best(Tensor values, Tensor? forbidden) => Allowed(values, forbidden).argmax(1, keepdim: true);

    /// <summary>Values in which no forbidden action is the highest. Shape: [batch, actions].</summary>
    private static Tensor Allowed(Tensor values, Tensor? forbidden) =>
        forbidden is null ? values : values.masked_fill(forbidden, float.NegativeInfinity);

    private void Limit()
    {
        switch (_options.GradientLimit)
        {
            case GradientLimit.Value:
                nn.utils.clip_grad_value_(_parameters, _options.GradientLimitValue);
                break;
            case GradientLimit.Norm:
                nn.utils.clip_grad_norm_(_parameters, _options.GradientLimitValue);
                break;
        }
    }

    /// <summary>A network with new noise where it is noisy: each pass has its own (Fortunato et al., 2018, section 3.1).</summary>
    private static Module<Tensor, Tensor> Redrawn(Module<Tensor, Tensor> network, NetworkNoise? noise)
    {
        noise?.Draw();
        return network;
    }

    /// <summary>The same of the target, whose pass is the first: a loss that is computed again draws what it drew before.</summary>
    private Module<Tensor, Tensor> RedrawnTarget()
    {
        if (_targetNoise is not null)
        {
            _targetNoise.RandomState = _noiseFrom;
        }

        return Redrawn(_target, _targetNoise);
    }

    /// <summary>What decides how the loss is computed.</summary>
    private sealed record LossKind(
        TemporalDifferenceLoss Loss, ValueDistribution? Distribution, bool IsDouble, bool IsWeighted, bool IsMasked);
}
