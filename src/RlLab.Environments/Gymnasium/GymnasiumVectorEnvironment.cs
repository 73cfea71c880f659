using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RlLab.Environments.Gymnasium;

/// <summary>Several instances of a Gymnasium world in one Python process, stepped together by one message.</summary>
/// <remarks>
/// See <see cref="GymnasiumEnvironment{TElement, TAction}"/> for what crosses and how. Instance i is seeded with <see cref="VectorSeed.Of"/>,
/// modulo 2^32 as all seeds cross. All actions are looked at before any is sent; after an exception in Python only a reset goes on.
/// </remarks>
/// <typeparam name="TElement"><see cref="float"/>, or <see cref="byte"/> for pixels.</typeparam>
/// <typeparam name="TAction"><see cref="int"/> for a <see cref="Discrete"/> space, <c>float[]</c> for any other.</typeparam>
public sealed class GymnasiumVectorEnvironment<TElement, TAction> : IVectorEnvironment<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    private const int ResultBytes = sizeof(double) + 2;
    private readonly GymnasiumConnection _connection;
    private readonly string[] _names;
    private readonly PythonInfos _infos;
    private readonly bool[] _masks;
    private readonly int _maskLength;
    private readonly byte[] _step;
    private readonly int _actionBytes;

    /// <summary>Starts Python and opens the worlds.</summary>
    /// <param name="id">What <c>gymnasium.make</c> takes.</param>
    /// <param name="count">How many instances, at least 1.</param>
    /// <param name="options">How Python is started; null for the defaults.</param>
    /// <exception cref="GymnasiumException">Python, a module or the world is missing, or the world has spaces of other types.</exception>
    public GymnasiumVectorEnvironment(string id, int count, GymnasiumOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        options ??= new();
        (Count, _infos) = (count, new PythonInfos(rows: 2 * count));
        _connection = new GymnasiumConnection(id, "gymnasium", count, options);
        try
        {
            ObservationSpace = PythonSpaces.Observations<TElement>(_connection.World, _connection.Description.GetProperty("observations"));
            ActionSpace = PythonSpaces.Actions<TAction>(_connection.World, _connection.Description.GetProperty("actions"));
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        _names = [.. Enumerable.Range(0, count).Select(i => $"Instance {i} of {_connection.World}")];
        _maskLength = options.ActionMask ? ((Discrete)(object)ActionSpace).Count : 0;
        _masks = new bool[count * _maskLength];
        _actionBytes = PythonSpaces.ActionBytes(ActionSpace);
        _step = PythonProcess.Request(count * _actionBytes);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Box<TElement> ObservationSpace { get; }

    /// <inheritdoc/>
    public Space<TAction> ActionSpace { get; }

    /// <inheritdoc/>
    public void Reset(Span<TElement> observations, long? seed = null)
    {
        Buffers.Check(this, ObservationSpace, observations.Length, Count);
        ReadRest(PythonProcess.Take(_connection.Reset(seed), MemoryMarshal.AsBytes(observations)));
    }

    /// <inheritdoc/>
    public void Step(
        ReadOnlySpan<TAction> actions,
        Span<TElement> observations,
        Span<float> rewards,
        Span<bool> terminated,
        Span<bool> truncated,
        Span<TElement> finalObservations)
    {
        Buffers.CheckStep(
            this, ObservationSpace, Count, actions.Length, observations, rewards.Length, terminated.Length, truncated.Length, finalObservations);
        _connection.RequireEpisode();
        for (var i = 0; i < Count; i++)
        {
            var bytes = PythonProcess.Payload(_step).Slice(i * _actionBytes, _actionBytes);
            PythonSpaces.WriteAction(_names[i], ActionSpace, Mask(i), actions[i], bytes);
        }

        var answer = _connection.Step(_step);
        for (var i = 0; i < Count; i++, answer = answer[ResultBytes..])
        {
            rewards[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(answer);
            terminated[i] = answer[8] != 0;
            truncated[i] = answer[9] != 0;
        }

        var length = ObservationSpace.Length;
        answer = PythonProcess.Take(answer, MemoryMarshal.AsBytes(observations));
        for (var i = 0; i < Count; i++)
        {
            if (terminated[i] || truncated[i])
            {
                answer = PythonProcess.Take(answer, MemoryMarshal.AsBytes(finalObservations.Slice(i * length, length)));
            }
        }

        ReadRest(answer);
    }

    /// <inheritdoc/>
    public void GetActionMask(int instance, Span<bool> allowed)
    {
        allowed.Fill(true);
        if (_maskLength > 0)
        {
            Buffers.CheckMask(this, _maskLength, allowed.Length);
            Mask(instance).CopyTo(allowed);
        }
    }

    /// <inheritdoc/>
    public bool TryGetInfo(int instance, string name, out double value) => _infos.TryGet(instance, name, out value);

    /// <inheritdoc/>
    public bool TryGetFinalInfo(int instance, string name, out double value) => _infos.TryGet(Count + instance, name, out value);

    /// <summary>Ends the Python process.</summary>
    public void Dispose() => _connection.Dispose();

    private ReadOnlySpan<bool> Mask(int instance) => _masks.AsSpan(instance * _maskLength, _maskLength);

    private void ReadRest(ReadOnlySpan<byte> answer) => _infos.Read(PythonProcess.Take(answer, MemoryMarshal.AsBytes(_masks.AsSpan())));
}
