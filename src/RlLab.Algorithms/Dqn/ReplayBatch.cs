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
    private readonly Tensor _observations, _nextObservations, _actions, _rewards, _nextWeights, _weights;

    /// <param name="replay">Where transitions come from.</param>
    /// <param name="options">The batch's size, the discount and the steps.</param>
    /// <param name="shape">The shape of one stack of observations.</param>
    /// <param name="device">Where the network is.</param>
    public ReplayBatch(ReplayBuffer<TElement> replay, DqnOptions options, IReadOnlyList<long> shape, Device device)
    {
        (_replay, _options, _device) = (replay, options, device);
        var type = typeof(TElement) == typeof(byte) ? ScalarType.Byte : ScalarType.Float32;
        long size = options.BatchSize;
        _observations = zeros([size, .. shape], type);
        _nextObservations = zeros([size, .. shape], type);
        _actions = zeros([size, 1], ScalarType.Int64);
        _rewards = zeros([size]);
        _nextWeights = zeros([size]);
        _weights = zeros([size]);
        foreach (var tensor in All)
        {
            tensor.DetachFromDisposeScope();
        }

        Slots = new int[size];
    }

    /// <summary>Where each transition was found.</summary>
    public int[] Slots { get; }

    /// <summary>[batch, ...], of the replay's element type.</summary>
    public Tensor Observations => _observations.to(_device);

    /// <summary>[batch, ...], of the replay's element type.</summary>
    public Tensor NextObservations => _nextObservations.to(_device);

    /// <summary>[batch, 1], int64.</summary>
    public Tensor Actions => _actions.to(_device);

    /// <summary>[batch].</summary>
    public Tensor Rewards => _rewards.to(_device);

    /// <summary>[batch]: what the value of the next observation counts.</summary>
    public Tensor NextWeights => _nextWeights.to(_device);

    /// <summary>[batch]: what each transition counts in the loss.</summary>
    public Tensor Weights => _weights.to(_device);

    private Tensor[] All => [_observations, _nextObservations, _actions, _rewards, _nextWeights, _weights];

    /// <summary>Draws transitions and copies them in.</summary>
    /// <param name="sampler">What draws.</param>
    /// <param name="progress">How far training is, from 0 to 1.</param>
    public void Fill(ReplaySampler<TElement> sampler, double progress)
    {
        sampler.Draw(progress, Slots, Elements<float>(_weights));
        var observations = Elements<TElement>(_observations);
        var next = Elements<TElement>(_nextObservations);
        var actions = Elements<long>(_actions);
        var rewards = Elements<float>(_rewards);
        var nextWeights = Elements<float>(_nextWeights);
        var length = _replay.StackLength;
        for (var i = 0; i < Slots.Length; i++)
        {
            var transition = _replay.Copy(
                Slots[i], _options.NStep, _options.Discount, observations.Slice(i * length, length), next.Slice(i * length, length));
            (actions[i], rewards[i], nextWeights[i]) = (transition.Action, transition.Reward, transition.NextWeight);
        }
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
