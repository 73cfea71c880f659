using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Dqn;

/// <summary>Drawn transitions as tensors. The memory is that of the tensors themselves, and is used again for every batch.</summary>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
public sealed class ReplayBatch<TElement> : IDisposable
    where TElement : unmanaged
{
    private readonly ReplayBuffer<TElement> _replay;
    private readonly DqnOptions _options;
    private readonly Device _device;
    private readonly Tensor _observations, _actions, _numbers;
    private readonly Tensor? _nextForbidden;
    private readonly bool[] _nextAllowed;

    /// <summary>Memory for the options' batch.</summary>
    /// <param name="replay">Where transitions come from.</param>
    /// <param name="options">The batch's size, the discount and the steps.</param>
    /// <param name="shape">The shape of one stack of observations.</param>
    /// <param name="device">Where the network is.</param>
    public ReplayBatch(ReplayBuffer<TElement> replay, DqnOptions options, IReadOnlyList<long> shape, Device device)
    {
        (_replay, _options, _device) = (replay, options, device);
        var type = typeof(TElement) == typeof(byte) ? ScalarType.Byte : ScalarType.Float32;
        long size = options.BatchSize;
        _observations = zeros([2, size, .. shape], type);
        _actions = zeros([size, 1], ScalarType.Int64);
        _numbers = zeros([3, size]);
        _nextForbidden = replay.Flags > 0 ? zeros([size, replay.Flags], ScalarType.Bool) : null;
        _nextAllowed = new bool[replay.Flags];
        foreach (var tensor in All)
        {
            tensor.DetachFromDisposeScope();
        }

        Slots = new int[size];
    }

    /// <summary>Where each transition was found.</summary>
    public int[] Slots { get; }

    private IEnumerable<Tensor> All => new[] { _observations, _actions, _numbers, _nextForbidden }.OfType<Tensor>();

    /// <summary>Draws transitions and copies them in.</summary>
    /// <param name="sampler">What draws.</param>
    /// <param name="progress">How far training is, from 0 to 1.</param>
    public void Fill(ReplaySampler<TElement> sampler, double progress)
    {
        var nextForbidden = _nextForbidden is null ? [] : Elements<bool>(_nextForbidden);
        var length = _replay.StackLength;
        var observations = Elements<TElement>(_observations);
        var next = observations[(Slots.Length * length)..];
        var actions = Elements<long>(_actions);
        var rewards = Elements<float>(_numbers);
        var nextWeights = rewards[Slots.Length..];
        sampler.Draw(progress, Slots, nextWeights[Slots.Length..]);
        for (var i = 0; i < Slots.Length; i++)
        {
            var transition = _replay.Copy(
                Slots[i], _options.NStep, _options.Discount, observations.Slice(i * length, length), next.Slice(i * length, length), _nextAllowed);
            (actions[i], rewards[i], nextWeights[i]) = (transition.Action, transition.Reward, transition.NextWeight);
            for (var action = 0; action < _nextAllowed.Length; action++)
            {
                nextForbidden[i * _nextAllowed.Length + action] = !_nextAllowed[action];
            }
        }
    }

    /// <summary>The transitions where the network is. They travel in few pieces: a copy to a GPU waits for all that it was told before.</summary>
    public TransitionTensors ToDevice()
    {
        var (observations, numbers) = (_observations.to(_device), _numbers.to(_device));
        return new(observations[0], observations[1], _actions.to(_device), numbers[0], numbers[1], numbers[2], _nextForbidden?.to(_device));
    }

    /// <summary>Lets go of the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in All)
        {
            tensor.Dispose();
        }
    }

    private static Span<T> Elements<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}

/// <summary>A batch of transitions.</summary>
/// <param name="Observations">[batch, ...], of the replay's element type.</param>
/// <param name="NextObservations">[batch, ...], of the replay's element type.</param>
/// <param name="Actions">[batch, 1], int64.</param>
/// <param name="Rewards">[batch].</param>
/// <param name="NextWeights">[batch]: what the value of the next observation counts.</param>
/// <param name="Weights">[batch]: what each transition counts in the loss.</param>
/// <param name="NextForbidden">[batch, actions], bool: whether the next observation forbids an action; null where the memory holds no flags.</param>
public readonly record struct TransitionTensors(
    Tensor Observations, Tensor NextObservations, Tensor Actions, Tensor Rewards, Tensor NextWeights, Tensor Weights, Tensor? NextForbidden);
