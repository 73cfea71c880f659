using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RlLab.Environments.Gymnasium;

/// <summary>Several instances of a Gymnasium world in one Python process, stepped together by one message.</summary>
/// <remarks>See <see cref="GymnasiumEnvironment{TElement, TAction}"/> for what crosses and how. Instance i is seeded with seed + i.</remarks>
/// <typeparam name="TElement"><see cref="float"/>, or <see cref="byte"/> for pixels.</typeparam>
/// <typeparam name="TAction"><see cref="int"/> for a <see cref="Discrete"/> space, <c>float[]</c> for any other.</typeparam>
public sealed class GymnasiumVectorEnvironment<TElement, TAction> : IVectorEnvironment<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    private const int ResultBytes = sizeof(double) + 2;
    private readonly GymnasiumConnection _connection;
    private readonly PythonInfos _infos;
    private readonly byte[] _step;
    private readonly int _actionBytes;
    private bool _seeded;

    /// <summary>Starts Python and opens the worlds.</summary>
    /// <param name="id">What <c>gymnasium.make</c> takes.</param>
    /// <param name="count">How many instances, at least 1.</param>
    /// <param name="options">How Python is started; null for the defaults.</param>
    /// <exception cref="GymnasiumException">Python, a module or the world is missing, or the world has spaces of other types.</exception>
    public GymnasiumVectorEnvironment(string id, int count, GymnasiumOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (Count, _infos) = (count, new PythonInfos(count));
        _connection = new GymnasiumConnection(id, "gymnasium", count, autoreset: true, options ?? new());
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
        _infos.Read(Take(_connection.Reset(seed, _seeded), observations));
        _seeded = true;
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
        if (!_seeded)
        {
            throw new InvalidOperationException($"{_connection.World} has no running episodes: call Reset before the first Step.");
        }

        Buffers.Check(this, ObservationSpace, observations.Length, Count);
        Buffers.Check(this, ObservationSpace, finalObservations.Length, Count);
        Buffers.Check(Count, actions.Length, rewards.Length, terminated.Length, truncated.Length);
        for (var i = 0; i < Count; i++)
        {
            PythonSpaces.WriteAction(
                _connection.World, ActionSpace, actions[i], PythonProcess.Payload(_step).Slice(i * _actionBytes, _actionBytes));
        }

        var answer = _connection.Step(_step);
        for (var i = 0; i < Count; i++, answer = answer[ResultBytes..])
        {
            rewards[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(answer);
            terminated[i] = answer[8] != 0;
            truncated[i] = answer[9] != 0;
        }

        var length = ObservationSpace.Length;
        answer = Take(answer, observations);
        for (var i = 0; i < Count; i++)
        {
            if (terminated[i] || truncated[i])
            {
                answer = Take(answer, finalObservations.Slice(i * length, length));
            }
        }

        _infos.Read(answer);
    }

    /// <summary>A number of an instance's <c>info</c> after the last step, such as <c>lives</c>.</summary>
    /// <param name="instance">The instance's place.</param>
    /// <param name="name">The number's name.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether the world gave it.</returns>
    public bool TryGetInfo(int instance, string name, out double value) => _infos.TryGet(instance, name, out value);

    /// <summary>Ends the Python process.</summary>
    public void Dispose() => _connection.Dispose();

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> answer, Span<TElement> elements)
    {
        var bytes = MemoryMarshal.AsBytes(elements);
        answer[..bytes.Length].CopyTo(bytes);
        return answer[bytes.Length..];
    }
}
