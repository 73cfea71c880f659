using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>One step of the optimiser on a batch of transitions, and the target network's following.</summary>
/// <remarks>
/// The target of a transition is r + w max_a Q'(s', a), with the target network Q' and w = discount^n, or 0 where the episode terminated
/// (Mnih et al., 2015, algorithm 1); with double learning it is r + w Q'(s', argmax_a Q(s', a)) (van Hasselt et al., 2016, equation 4).
/// </remarks>
internal sealed class DqnUpdate : IDisposable
{
    private readonly Module<Tensor, Tensor> _network;
    private readonly Module<Tensor, Tensor> _target;
    private readonly optim.Optimizer _optimizer;
    private readonly DqnOptions _options;
    private readonly TorchSharp.Modules.Parameter[] _parameters;
    private readonly float[] _errors;
    private readonly Companion? _companion;
    private Tensor? _targets;

    public DqnUpdate(Module<Tensor, Tensor> network, Module<Tensor, Tensor> target, optim.Optimizer optimizer, DqnOptions options)
    {
        (_network, _target, _optimizer, _options) = (network, target, optimizer, options);
        _parameters = [.. network.parameters()];
        _errors = new float[options.BatchSize];
        _companion = options.ConcurrentTarget && get_num_threads() > 1 ? new Companion() : null;
        _target.load_state_dict(_network.state_dict());

        // Both act and value as they would be used; only the update's own pass has batch statistics.
        _network.eval();
        _target.eval();
    }

    /// <summary>Improves the network.</summary>
    /// <returns>The loss, and the mean value of the transitions' actions, before the step.</returns>
    public (double Loss, double Value) Apply<TElement>(ReplayBatch<TElement> batch, ReplaySampler<TElement> sampler)
        where TElement : unmanaged
    {
        using var scope = NewDisposeScope();
        var (rewards, weights, next) = (batch.Rewards, batch.NextWeights, batch.NextObservations);
        var best = _options.Double ? BestActions(next) : null;
        Beside(() => SetTargets(rewards, weights, next, best));
        _network.train();
        var values = _network.call(batch.Observations).gather(1, batch.Actions).squeeze(1);
        _network.eval();
        _optimizer.zero_grad();
        _companion?.Finish();
        var targets = _targets!;
        var loss = Loss(values, targets, batch);
        loss.backward();
        Limit();
        _optimizer.step();
        if (_options.PriorityExponent > 0)
        {
            (targets - values.detach()).cpu().data<float>().CopyTo(_errors);
            sampler.Learned(batch.Slots, _errors);
        }

        return (loss.ToDouble(), values.mean().ToDouble());
    }

    /// <summary>Ends the companion's thread, where there is one, and frees what was kept.</summary>
    public void Dispose()
    {
        _companion?.Dispose();
        _targets?.Dispose();
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

    /// <summary>Does something on the companion's thread, or else here and now.</summary>
    private void Beside(Action work)
    {
        if (_companion is null)
        {
            work();
        }
        else
        {
            _companion.Start(work);
        }
    }

    /// <summary>Computes the targets, in memory that stays: what one thread makes, another should not have to free.</summary>
    private void SetTargets(Tensor rewards, Tensor weights, Tensor next, Tensor? best)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var values = _target.call(next);
        var chosen = best is null ? values.amax([1]) : values.gather(1, best).squeeze(1);
        var targets = rewards + weights * chosen;
        if (_targets is null)
        {
            _targets = targets.DetachFromDisposeScope();
        }
        else
        {
            _targets.copy_(targets);
        }
    }

    private Tensor BestActions(Tensor observations)
    {
        using var noGrad = no_grad();
        return _network.call(observations).argmax(1, keepdim: true);
    }

    private Tensor Loss<TElement>(Tensor values, Tensor targets, ReplayBatch<TElement> batch)
        where TElement : unmanaged
    {
        var weighted = _options.PriorityExponent > 0;
        var reduction = weighted ? Reduction.None : Reduction.Mean;
        var loss = _options.Loss == TemporalDifferenceLoss.Huber
            ? functional.smooth_l1_loss(values, targets, reduction)
            : functional.mse_loss(values, targets, reduction);
        return weighted ? (loss * batch.Weights).mean() : loss;
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
