using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Ppo;

/// <summary>A rollout in a random order, as tensors of which minibatches are parts. The memory is used again for every epoch.</summary>
/// <remarks>What the loss needs of a row without a gradient is computed here once, so that it is nothing but columns there.</remarks>
internal sealed class PpoBatch<TElement> : IDisposable
    where TElement : unmanaged
{
    private readonly Rollout<TElement> _rollout;
    private readonly PpoOptions _options;
    private readonly Device _device;
    private readonly Tensor _observations, _actions, _numbers;
    private readonly Tensor? _forbidden;
    private readonly int[] _order;

    /// <summary>Memory for a rollout.</summary>
    /// <param name="rollout">Where the rows come from.</param>
    /// <param name="options">The minibatches, and what is computed of a row.</param>
    /// <param name="shape">The shape of one observation.</param>
    /// <param name="type">What the loss sees actions as.</param>
    /// <param name="device">Where the networks are.</param>
    public PpoBatch(Rollout<TElement> rollout, PpoOptions options, IReadOnlyList<int> shape, ScalarType type, Device device)
    {
        (_rollout, _options, _device) = (rollout, options, device);
        _observations = zeros([rollout.Rows, .. shape.Select(size => (long)size)], Type);
        _actions = zeros([rollout.Rows, rollout.Kept], type);
        _numbers = zeros([6, rollout.Rows]);
        _forbidden = rollout.Flags == 0 ? null : zeros([rollout.Rows, rollout.Flags], ScalarType.Bool);
        foreach (var tensor in All)
        {
            tensor.DetachFromDisposeScope();
        }

        _order = new int[rollout.Rows];
    }

    private static ScalarType Type => typeof(TElement) == typeof(byte) ? ScalarType.Byte : ScalarType.Float32;

    private IEnumerable<Tensor> All => new[] { _observations, _actions, _numbers, _forbidden }.OfType<Tensor>();

    /// <summary>Copies the rollout in, in a new order.</summary>
    /// <param name="random">What the order is drawn from.</param>
    /// <param name="clipRange">How far probabilities may move.</param>
    public void Fill(RandomGenerator random, double clipRange)
    {
        Shuffle(random);
        var (length, kept, flags) = (_rollout.ObservationLength, _rollout.Kept, _rollout.Flags);
        var observations = Elements<TElement>(_observations);
        var forbidden = _forbidden is null || !_rollout.IsMasked ? [] : Elements<bool>(_forbidden);
        for (var to = 0; to < _order.Length; to++)
        {
            var from = _order[to];
            _rollout.Observations.Slice(from * length, length).CopyTo(observations[(to * length)..]);
            if (!forbidden.IsEmpty)
            {
                _rollout.Forbidden.Slice(from * flags, flags).CopyTo(forbidden[(to * flags)..]);
            }
        }

        FillActions(kept);
        var size = _order.Length / _options.Minibatches;
        for (var start = 0; start < _order.Length; start += size)
        {
            FillNumbers(Elements<float>(_numbers), start, size, clipRange);
        }
    }

    /// <summary>The epoch where the networks are; it travels in few pieces.</summary>
    public PpoRows ToDevice()
    {
        var numbers = _numbers.to(_device);
        return new(
            _observations.to(_device), _actions.to(_device), numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5],
            _rollout.IsMasked ? _forbidden?.to(_device) : null);
    }

    /// <summary>Lets go of the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in All)
        {
            tensor.Dispose();
        }
    }

    private void Shuffle(RandomGenerator random)
    {
        for (var i = 0; i < _order.Length; i++)
        {
            var other = random.NextInt(i + 1);
            (_order[i], _order[other]) = (_order[other], i);
        }
    }

    private void FillActions(int kept)
    {
        if (_actions.dtype == ScalarType.Int64)
        {
            var actions = Elements<long>(_actions);
            for (var i = 0; i < actions.Length; i++)
            {
                actions[i] = (long)_rollout.Actions[_order[i / kept] * kept + i % kept];
            }

            return;
        }

        var numbers = Elements<float>(_actions);
        for (var to = 0; to < _order.Length; to++)
        {
            _rollout.Actions.Slice(_order[to] * kept, kept).CopyTo(numbers[(to * kept)..]);
        }
    }

    private void FillNumbers(Span<float> numbers, int start, int size, double clipRange)
    {
        var rows = _order.Length;
        var moments = default(Moments);
        foreach (var from in _order.AsSpan(start, size))
        {
            moments.Add(_rollout.Advantages[from]);
        }

        var (mean, deviation) = _options.NormalizeAdvantages ? (moments.Mean, Math.Sqrt(moments.SampleVariance) + 1e-8) : (0, 1);
        var valueRange = _options.ValueClipRange ?? double.PositiveInfinity;
        for (var to = start; to < start + size; to++)
        {
            var from = _order[to];
            double advantage = (_rollout.Advantages[from] - mean) / deviation, value = _rollout.Values[from];
            numbers[to] = _rollout.LogProbabilities[from];
            numbers[rows + to] = (float)advantage;
            numbers[2 * rows + to] = (float)(advantage + clipRange * Math.Abs(advantage));
            numbers[3 * rows + to] = (float)(_rollout.Advantages[from] + value);
            numbers[4 * rows + to] = (float)(value - valueRange);
            numbers[5 * rows + to] = (float)(value + valueRange);
        }
    }

    private static Span<T> Elements<T>(Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}

/// <summary>An epoch's rows, or a part of them.</summary>
/// <param name="Observations">[rows, ...], of the world's element type.</param>
/// <param name="Actions">What was kept of the actions: [rows, kept].</param>
/// <param name="LogProbabilities">Of the actions, in the rollout: [rows].</param>
/// <param name="Advantages">[rows], normalised where that is asked for.</param>
/// <param name="MostGain">What a row's objective is cut at: A + clip range |A|. [rows].</param>
/// <param name="Returns">What the values are to become: [rows].</param>
/// <param name="LeastValues">The rollout's values less the value's clip range: [rows].</param>
/// <param name="MostValues">The rollout's values and the value's clip range: [rows].</param>
/// <param name="Forbidden">[rows, actions], bool; null where all actions were allowed.</param>
internal readonly record struct PpoRows(
    Tensor Observations, Tensor Actions, Tensor LogProbabilities, Tensor Advantages, Tensor MostGain, Tensor Returns, Tensor LeastValues,
    Tensor MostValues, Tensor? Forbidden)
{
    /// <summary>A minibatch.</summary>
    public PpoRows Part(long start, long size) => new(
        Observations.narrow(0, start, size), Actions.narrow(0, start, size), LogProbabilities.narrow(0, start, size),
        Advantages.narrow(0, start, size), MostGain.narrow(0, start, size), Returns.narrow(0, start, size), LeastValues.narrow(0, start, size),
        MostValues.narrow(0, start, size), Forbidden?.narrow(0, start, size));
}
