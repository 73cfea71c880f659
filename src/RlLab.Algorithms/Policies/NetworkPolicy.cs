using System.Runtime.InteropServices;
using RlLab.Engines;
using RlLab.Lanes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>A policy that asks a network for some numbers; what it does by them is its subclass's affair.</summary>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
public abstract class NetworkPolicy<TElement, TAction> : IPolicy<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly Module<Tensor, Tensor> _network;
    private readonly Device _device;
    private readonly long[] _shape;
    private readonly TElement[] _observation;
    private readonly float[] _outputs;
    private readonly string _need;
    private readonly RowFunction? _rowFunction;
    private Request? _request;

    /// <summary>A policy that asks a network.</summary>
    /// <param name="network">Observations [1, ...] to numbers [1, outputs].</param>
    /// <param name="observations">The observations' space.</param>
    /// <param name="outputs">How many numbers the network gives, at least 1.</param>
    /// <param name="need">What they are needed for, as the error says where there are more or fewer: <c>3 actions; it must give one each</c>.</param>
    /// <param name="device">Where the network is: <c>cpu</c> or <c>cuda:0</c>.</param>
    protected NetworkPolicy(Module<Tensor, Tensor> network, Box<TElement> observations, int outputs, string need, string device)
    {
        (_network, _need, _device) = (network, need, torch.device(device));
        _shape = [1, .. observations.Shape];
        _observation = new TElement[observations.Length];
        _outputs = new float[Require.AtLeast(outputs, 1)];
        _rowFunction = typeof(TElement) == typeof(float) ? RowFunctions.Of(network) : null;
    }

    /// <summary>The network that is asked.</summary>
    public Module<Tensor, Tensor> Network => _network;

    /// <inheritdoc/>
    /// <exception cref="DivergedException">The network gave a number that says nothing about actions.</exception>
    /// <exception cref="ArgumentException">The network's numbers, or the flags, are not as many as they must be, or no action is allowed.</exception>
    public TAction Act(ReadOnlySpan<TElement> observation, ReadOnlySpan<bool> allowed = default)
    {
        if (!ComputeRow(observation))
        {
            Compute(observation, _outputs);
        }

        return Decide(_outputs, allowed);
    }

    /// <inheritdoc/>
    /// <exception cref="DivergedException">The network gave a number that says nothing about actions.</exception>
    /// <exception cref="ArgumentException">The network's numbers, or the flags, are not as many as they must be, or no action is allowed.</exception>
    public ValueTask<TAction> ActAsync(ReadOnlySpan<TElement> observation, ReadOnlySpan<bool> allowed = default)
    {
        // Without tensors there is nothing to be saved by asking together.
        if (!ComputeRow(observation))
        {
            if (Lane.Current is { } lane)
            {
                if (_request?.Lane != lane)
                {
                    _request = new Request(this);
                }

                if (_request.IsToBeJoined)
                {
                    return _request.AskFor(observation, allowed);
                }
            }

            Compute(observation, _outputs);
        }

        return ValueTask.FromResult(Decide(_outputs, allowed));
    }

    /// <summary>Decides on an action by the network's numbers, whatever they are.</summary>
    /// <param name="outputs">The numbers.</param>
    /// <param name="allowed">A flag for each action of a <see cref="Discrete"/> space: whether it is allowed. Empty where all are.</param>
    protected abstract TAction Decide(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed);

    private bool ComputeRow(ReadOnlySpan<TElement> observation) =>
        _rowFunction is not null && _rowFunction(MemoryMarshal.Cast<TElement, float>(observation), _outputs);

    private void Compute(ReadOnlySpan<TElement> observation, float[] outputs)
    {
        observation.CopyTo(_observation);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var numbers = _network.call(ToTensor()).cpu().data<float>();
        if (numbers.Count != outputs.Length)
        {
            throw new ArgumentException($"The network gives {numbers.Count} numbers for {_need}.");
        }

        numbers.CopyTo(outputs);
    }

    private Tensor ToTensor() => _observation switch
    {
        float[] numbers => tensor(numbers, _shape, device: _device),
        byte[] pixels => tensor(pixels, _shape, device: _device),
        _ => throw new NotSupportedException($"A network cannot see observations of {typeof(TElement).Name}; float and byte it can."),
    };

    /// <summary>A lane waits for the network's numbers.</summary>
    private sealed class Request(NetworkPolicy<TElement, TAction> policy, JointNetwork network)
        : NetworkRequest<TElement, TAction>(network, policy._shape, policy._outputs.Length, policy._device)
    {
        private bool[] _allowed = [];
        private int _flags;

        public Request(NetworkPolicy<TElement, TAction> policy)
            : this(policy, new JointNetwork(policy._network))
        {
        }

        public ValueTask<TAction> AskFor(ReadOnlySpan<TElement> observation, ReadOnlySpan<bool> allowed)
        {
            observation.CopyTo(Observation);
            if (allowed.Length > _allowed.Length)
            {
                _allowed = new bool[allowed.Length];
            }

            allowed.CopyTo(_allowed);
            _flags = allowed.Length;
            return AskForResult();
        }

        public override void AnswerAlone() => policy.Compute(Observation, Outputs);

        protected override TAction Finish() => policy.Decide(Outputs, _allowed.AsSpan(0, _flags));
    }
}

/// <summary>A policy that asks a network for one number an action; how it chooses by them is its subclass's affair.</summary>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
/// <param name="network">Observations [1, ...] to numbers [1, actions].</param>
/// <param name="observations">The observations' space.</param>
/// <param name="actions">The actions' space, a <see cref="Discrete"/> one.</param>
/// <param name="device">Where the network is: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <exception cref="ArgumentException">The actions are not of a <see cref="Discrete"/> space.</exception>
public abstract class NetworkPolicy<TElement>(Module<Tensor, Tensor> network, Box<TElement> observations, Space<int> actions, string device)
    : NetworkPolicy<TElement, int>(network, observations, CountOf(actions), $"{CountOf(actions)} actions; it must give one each", device)
    where TElement : unmanaged, IComparable<TElement>
{
    /// <summary>Chooses an action by the network's numbers.</summary>
    /// <param name="outputs">One an action; none is NaN or positive infinity.</param>
    /// <param name="allowed">A flag for each action: whether it is allowed, as at least one is. Empty where all are.</param>
    protected abstract int Choose(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed);

    /// <inheritdoc/>
    protected sealed override int Decide(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed)
    {
        for (var action = 0; action < outputs.Length; action++)
        {
            // Negative infinity is the logarithm of a probability of 0.
            if (!(outputs[action] < float.PositiveInfinity))
            {
                throw new DivergedException($"the network's number for action {action}", outputs[action]);
            }
        }

        if (!allowed.IsEmpty && (allowed.Length != outputs.Length || !allowed.Contains(true)))
        {
            throw new ArgumentException(
                $"Of {outputs.Length} actions {allowed.Length} have a flag, and {allowed.Count(true)} are allowed; each needs a flag, and one must "
                + "be allowed.",
                nameof(allowed));
        }

        return Choose(outputs, allowed);
    }

    private static int CountOf(Space<int> actions) => (actions as Discrete)?.Count ?? throw new ArgumentException(
        $"A network gives one number an action, so actions must be a Discrete space, not {actions}.", nameof(actions));
}
