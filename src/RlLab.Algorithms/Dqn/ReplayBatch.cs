using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Dqn;

/// <summary>Drawn transitions as tensors. The memory is that of the tensors themselves, and is used again for every batch.</summary>
internal sealed class ReplayBatch<TElement> : IDisposable
    where TElement : unmanaged
{
    private readonly ReplayBuffer<TElement> _replay;
    private readonly DqnOptions _options;
    private readonly Device _device;
    private readonly Tensor _observations, _actions, _numbers;

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
        foreach (var tensor in All)
        {
            tensor.DetachFromDisposeScope();
        }

        Slots = new int[size];
    }

    /// <summary>Where each transition was found.</summary>
    public int[] Slots { get; }

    private Tensor[] All => [_observations, _actions, _numbers];

    /// <summary>Draws transitions and copies them in.</summary>
    /// <param name="sampler">What draws.</param>
    /// <param name="progress">How far training is, from 0 to 1.</param>
    public void Fill(ReplaySampler<TElement> sampler, double progress)
    {
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
                Slots[i], _options.NStep, _options.Discount, observations.Slice(i * length, length), next.Slice(i * length, length));
            (actions[i], rewards[i], nextWeights[i]) = (transition.Action, transition.Reward, transition.NextWeight);
        }
    }

    /// <summary>The transitions where the network is. They travel in few pieces: a copy to a GPU waits for all that it was told before.</summary>
    public TransitionTensors ToDevice()
    {
        var (observations, numbers) = (_observations.to(_device), _numbers.to(_device));
        return new(observations[0], observations[1], _actions.to(_device), numbers[0], numbers[1], numbers[2]);
    }

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
internal readonly record struct TransitionTensors(
    Tensor Observations, Tensor NextObservations, Tensor Actions, Tensor Rewards, Tensor NextWeights, Tensor Weights);
