using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>A policy that asks a network for one number an action; how it chooses by them is its subclass's affair.</summary>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
public abstract class NetworkPolicy<TElement> : IPolicy<TElement, int>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly Module<Tensor, Tensor> _network;
    private readonly Device _device;
    private readonly long[] _shape;
    private readonly TElement[] _observation;
    private readonly float[] _outputs;

    /// <summary>A policy that asks a network.</summary>
    /// <param name="network">Observations [1, ...] to numbers [1, actions].</param>
    /// <param name="observations">The observations' space.</param>
    /// <param name="actions">The actions' space, a <see cref="Discrete"/> one.</param>
    /// <param name="device">Where the network is: <c>cpu</c> or <c>cuda:0</c>.</param>
    /// <exception cref="ArgumentException">The actions are not of a <see cref="Discrete"/> space.</exception>
    protected NetworkPolicy(Module<Tensor, Tensor> network, Box<TElement> observations, Space<int> actions, string device)
    {
        (_network, _device) = (network, torch.device(device));
        _shape = [1, .. observations.Shape];
        _observation = new TElement[observations.Length];
        _outputs = new float[(actions as Discrete)?.Count ?? throw new ArgumentException(
            $"A network gives one number an action, so actions must be a Discrete space, not {actions}.", nameof(actions))];
    }

    /// <inheritdoc/>
    /// <exception cref="DivergedException">The network gave a number that is NaN or positive infinity.</exception>
    /// <exception cref="ArgumentException">The network's numbers, or the flags, are not as many as the actions, or no action is allowed.</exception>
    public int Act(ReadOnlySpan<TElement> observation, ReadOnlySpan<bool> allowed = default)
    {
        observation.CopyTo(_observation);
        using (no_grad())
        using (NewDisposeScope())
        {
            var outputs = _network.call(ToTensor()).cpu().data<float>();
            if (outputs.Count != _outputs.Length)
            {
                throw new ArgumentException($"The network gives {outputs.Count} numbers for {_outputs.Length} actions; it must give one each.");
            }

            outputs.CopyTo(_outputs);
        }

        for (var action = 0; action < _outputs.Length; action++)
        {
            // Negative infinity is the logarithm of a probability of 0.
            if (!(_outputs[action] < float.PositiveInfinity))
            {
                throw new DivergedException($"the network's number for action {action}", _outputs[action]);
            }
        }

        if (!allowed.IsEmpty && (allowed.Length != _outputs.Length || !allowed.Contains(true)))
        {
            throw new ArgumentException(
                $"Of {_outputs.Length} actions {allowed.Length} have a flag, and {allowed.Count(true)} are allowed; each needs a flag, and one must "
                + "be allowed.",
                nameof(allowed));
        }

        return Choose(_outputs, allowed);
    }

    /// <summary>Chooses an action by the network's numbers.</summary>
    /// <param name="outputs">One an action; none is NaN or positive infinity.</param>
    /// <param name="allowed">A flag for each action: whether it is allowed, as at least one is. Empty where all are.</param>
    protected abstract int Choose(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed);

    private Tensor ToTensor() => _observation switch
    {
        float[] numbers => tensor(numbers, _shape, device: _device),
        byte[] pixels => tensor(pixels, _shape, device: _device),
        _ => throw new NotSupportedException($"A network cannot see observations of {typeof(TElement).Name}; float and byte it can."),
    };
}
