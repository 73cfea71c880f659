using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>One step of the optimiser on a batch of transitions, and the target network's following.</summary>
/// <remarks>
/// The target of a transition is r + w max_a Q'(s', a), with the target network Q' and w = discount^n, or 0 where the episode terminated
/// (Mnih et al., 2015, algorithm 1); with double learning it is r + w Q'(s', argmax_a Q(s', a)) (van Hasselt et al., 2016, equation 4). The
/// actions a are those that are allowed in s'.
/// </remarks>
[Checkpointed]
public sealed partial class DqnUpdate
{
    private readonly Module<Tensor, Tensor> _network;
    private readonly Module<Tensor, Tensor> _target;
    private readonly optim.Optimizer _optimizer;
    private readonly DqnOptions _options;
    [Rebuilt]
    private readonly TorchSharp.Modules.Parameter[] _parameters;

    [Rebuilt]
    private readonly float[] _figures;

    /// <summary>Makes the target network a copy of the network.</summary>
    /// <param name="network">Observations [batch, ...] to action values [batch, actions].</param>
    /// <param name="target">A network of the same shape, on the same device.</param>
    /// <param name="optimizer">Improves the network's parameters.</param>
    /// <param name="options">The loss, the batch's size, and what is added to the algorithm.</param>
    public DqnUpdate(Module<Tensor, Tensor> network, Module<Tensor, Tensor> target, optim.Optimizer optimizer, DqnOptions options)
    {
        (_network, _target, _optimizer, _options) = (network, target, optimizer, options);
        _parameters = [.. network.parameters()];
        _figures = new float[options.PriorityExponent > 0 ? 2 + options.BatchSize : 2];
        _target.load_state_dict(_network.state_dict());

        // Both act and value as they would be used; only the update's own pass has batch statistics.
        _network.eval();
        _target.eval();
    }

    /// <summary>Improves the network.</summary>
    /// <typeparam name="TElement">What an observation is made of.</typeparam>
    /// <param name="batch">What to learn from.</param>
    /// <param name="sampler">What drew it; it is told the errors.</param>
    /// <exception cref="DivergedException">The loss, or the mean value, is not finite.</exception>
    /// <returns>The loss, and the mean value of the transitions' actions, before the step.</returns>
    public (double Loss, double Value) Apply<TElement>(ReplayBatch<TElement> batch, ReplaySampler<TElement> sampler)
        where TElement : unmanaged
    {
        using var scope = NewDisposeScope();
        var transitions = batch.ToDevice();
        var targets = Targets(transitions);
        _network.train();
        var values = _network.call(transitions.Observations).gather(1, transitions.Actions).squeeze(1);
        _network.eval();
        var loss = Loss(values, targets, transitions);
        _optimizer.zero_grad();
        loss.backward();
        Limit();
        _optimizer.step();

        // Read in one go: each reading waits until the device has done all that it was told.
        var figures = stack([loss.detach(), values.detach().mean()]);
        if (_options.PriorityExponent > 0)
        {
            figures = cat([figures, targets - values.detach()]);
        }

        figures.cpu().data<float>().CopyTo(_figures);
        DivergedException.ThrowIfNotFinite(_figures[0], "the loss");
        DivergedException.ThrowIfNotFinite(_figures[1], "the mean value of the actions learned from");
        sampler.Learned(batch.Slots, _figures.AsSpan(2));
        return (_figures[0], _figures[1]);
    }

    /// <summary>Moves the target network towards the network.</summary>
    public void UpdateTarget()
    {
        using var scope = NewDisposeScope();
        if (_options.TargetUpdateRate == 1)
        {
            _target.load_state_dict(_network.state_dict());
            return;
        }

        using var noGrad = no_grad();
        foreach (var (slow, fast) in _target.parameters().Zip(_parameters))
        {
            slow.lerp_(fast, _options.TargetUpdateRate);
        }

        // Running statistics are not learned, and follow as they are.
        foreach (var (slow, fast) in _target.buffers().Zip(_network.buffers()))
        {
            slow.copy_(fast);
        }
    }

    private Tensor Targets(in TransitionTensors transitions)
    {
        using var noGrad = no_grad();
        var (next, forbidden) = (transitions.NextObservations, transitions.NextForbidden);
        var nextValues = _options.Double
            ? _target.call(next).gather(1, Allowed(_network.call(next)).argmax(1, keepdim: true)).squeeze(1)
            : Allowed(_target.call(next)).amax([1]);
        return transitions.Rewards + transitions.NextWeights * nextValues;

        Tensor Allowed(Tensor values) => forbidden is null ? values : values.masked_fill(forbidden, float.NegativeInfinity);
    }

    private Tensor Loss(Tensor values, Tensor targets, in TransitionTensors transitions)
    {
        var weighted = _options.PriorityExponent > 0;
        var reduction = weighted ? Reduction.None : Reduction.Mean;
        var loss = _options.Loss == TemporalDifferenceLoss.Huber
            ? functional.smooth_l1_loss(values, targets, reduction)
            : functional.mse_loss(values, targets, reduction);
        return weighted ? (loss * transitions.Weights).mean() : loss;
    }

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
}
