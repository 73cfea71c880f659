using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Sac;

/// <summary>Drawn transitions and noise as tensors. The memory is that of the tensors themselves, and is used again for every batch.</summary>
public sealed class SacBatch : IDisposable
{
    private readonly ContinuousReplay _replay;
    private readonly SacOptions _options;
    private readonly Device _device;
    private readonly Tensor _observations, _actions, _numbers;

    /// <summary>Memory for the options' batch.</summary>
    /// <param name="replay">Where transitions come from.</param>
    /// <param name="options">The batch's size and the discount.</param>
    /// <param name="shape">The shape of one observation.</param>
    /// <param name="device">Where the networks are.</param>
    public SacBatch(ContinuousReplay replay, SacOptions options, IReadOnlyList<long> shape, Device device)
    {
        (_replay, _options, _device) = (replay, options, device);
        long size = options.BatchSize;
        _observations = zeros([2, size, .. shape]).DetachFromDisposeScope();
        _actions = zeros([3, size, replay.ActionLength]).DetachFromDisposeScope();
        _numbers = zeros([2, size]).DetachFromDisposeScope();
    }

    /// <summary>Draws transitions and copies them in, and draws the noise of the actions that the policy takes on what they show.</summary>
    /// <param name="random">What to draw from.</param>
    public void Fill(RandomGenerator random)
    {
        var (seen, done) = (_replay.ObservationLength, _replay.ActionLength);
        var observations = Elements(_observations);
        var next = observations[(_options.BatchSize * seen)..];
        var actions = Elements(_actions);
        var numbers = Elements(_numbers);
        var nextWeights = numbers[_options.BatchSize..];
        for (var i = 0; i < _options.BatchSize; i++)
        {
            (numbers[i], nextWeights[i]) = _replay.Copy(
                _replay.Draw(random),
                _options.Discount,
                observations.Slice(i * seen, seen),
                actions.Slice(i * done, done),
                next.Slice(i * seen, seen));
        }

        foreach (ref var noise in actions[(_options.BatchSize * done)..])
        {
            noise = (float)random.NextGaussian();
        }
    }

    /// <summary>The transitions where the networks are. They travel in few pieces: a copy to a GPU waits for all that it was told before.</summary>
    public SacTensors ToDevice()
    {
        var (observations, actions, numbers) = (_observations.to(_device), _actions.to(_device), _numbers.to(_device));
        return new(observations[0], observations[1], actions[0], numbers[0], numbers[1], actions[1], actions[2]);
    }

    /// <summary>Lets go of the tensors.</summary>
    public void Dispose()
    {
        _observations.Dispose();
        _actions.Dispose();
        _numbers.Dispose();
    }

    private static Span<float> Elements(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}

/// <summary>A batch of transitions.</summary>
/// <param name="Observations">[batch, ...].</param>
/// <param name="NextObservations">[batch, ...].</param>
/// <param name="Actions">[batch, elements], from -1 to 1.</param>
/// <param name="Rewards">[batch].</param>
/// <param name="NextWeights">[batch]: what the value of the next observation counts.</param>
/// <param name="Noise">[batch, elements]: standard normal numbers, for the policy's actions on the observations.</param>
/// <param name="NextNoise">[batch, elements]: the same on the next observations.</param>
public readonly record struct SacTensors(
    Tensor Observations, Tensor NextObservations, Tensor Actions, Tensor Rewards, Tensor NextWeights, Tensor Noise, Tensor NextNoise);
