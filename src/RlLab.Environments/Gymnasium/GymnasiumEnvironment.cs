using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RlLab.Environments.Gymnasium;

/// <summary>Any world that Python's <c>gymnasium.make</c> opens, in a Python process of its own.</summary>
/// <remarks>
/// <para>
/// Observations of unsigned bytes stay bytes; all others become float32. What is not an array is flattened as
/// <c>gymnasium.spaces.flatten</c> does it: a Discrete becomes one-hot. Discrete actions count from 0, also where Python's do not; a
/// MultiDiscrete's and a MultiBinary's cross as arrays, whose numbers Python receives rounded. The seed crosses modulo 2^32. Numbers in a
/// step's <c>info</c> are had by <see cref="TryGetInfo"/>, those in a dictionary there as <c>episode.r</c>; its <c>action_mask</c> as
/// <see cref="IActionMask"/>, if <see cref="GymnasiumOptions.ActionMask"/> asks for it. After an exception in Python only a reset goes on.
/// </para>
/// <para>The state of a Python world cannot be saved: a run that uses one cannot resume within an episode.</para>
/// </remarks>
/// <typeparam name="TElement"><see cref="float"/>, or <see cref="byte"/> for pixels.</typeparam>
/// <typeparam name="TAction"><see cref="int"/> for a <see cref="Discrete"/> space, <c>float[]</c> for any other.</typeparam>
public sealed class GymnasiumEnvironment<TElement, TAction> : IEnvironment<TElement, TAction>, IRenderable, IActionMask, IIdentified
    where TElement : unmanaged, IComparable<TElement>
{
    private const int ResultBytes = sizeof(double) + 2;
    private readonly GymnasiumConnection _connection;
    private readonly PythonInfos _infos = new(rows: 2);
    private readonly bool[] _mask = [];
    private readonly byte[] _step;

    private readonly string _id;

    /// <summary>Starts Python and opens the world.</summary>
    /// <param name="id">What <c>gymnasium.make</c> takes: <c>CartPole-v1</c>, <c>ALE/MsPacman-v5</c>.</param>
    /// <param name="options">How Python is started; null for the defaults.</param>
    /// <exception cref="GymnasiumException">Python, a module or the world is missing, or the world has spaces of other types.</exception>
    public GymnasiumEnvironment(string id, GymnasiumOptions? options = null)
    {
        options ??= new();
        _id = id;
        _connection = new GymnasiumConnection(id, "gymnasium", count: null, options);
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

        if (options.ActionMask)
        {
            _mask = new bool[((Discrete)(object)ActionSpace).Count];
            Array.Fill(_mask, true);
        }

        _step = PythonProcess.Request(PythonSpaces.ActionBytes(ActionSpace));
    }

    /// <inheritdoc/>
    public Box<TElement> ObservationSpace { get; }

    /// <inheritdoc/>
    public Space<TAction> ActionSpace { get; }

    /// <inheritdoc/>
    public double FramesPerSecond => _connection.FramesPerSecond;

    /// <summary>Gymnasium's id of it.</summary>
    string IIdentified.Name => _id;

    /// <summary>What Gymnasium's id ends in: <c>v1</c>.</summary>
    string IIdentified.Version => _id.LastIndexOf("-v", StringComparison.Ordinal) is > 0 and var at ? _id[(at + 1)..] : "unversioned";

    /// <inheritdoc/>
    public void Reset(Span<TElement> observation, long? seed = null)
    {
        Buffers.Check(this, ObservationSpace, observation.Length);
        Read(_connection.Reset(seed), observation);
    }

    /// <inheritdoc/>
    public StepResult Step(TAction action, Span<TElement> observation)
    {
        Buffers.Check(this, ObservationSpace, observation.Length);
        _connection.RequireEpisode();
        PythonSpaces.WriteAction(_connection.World, ActionSpace, _mask, action, PythonProcess.Payload(_step));
        var answer = _connection.Step(_step);
        var result = new StepResult(BinaryPrimitives.ReadDoubleLittleEndian(answer), answer[8] != 0, answer[9] != 0);
        Read(answer[ResultBytes..], observation);
        _connection.Running = !result.Done;
        return result;
    }

    /// <inheritdoc/>
    public void GetActionMask(Span<bool> allowed)
    {
        Buffers.CheckMask(this, _mask.Length, allowed.Length);
        _mask.CopyTo(allowed);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> InfoNames => _infos.Names;

    /// <inheritdoc/>
    public bool TryGetInfo(string name, out double value) => _infos.TryGet(0, name, out value);

    /// <inheritdoc/>
    public Frame Render() => _connection.Render(0);

    /// <inheritdoc/>
    public T? As<T>()
        where T : class => typeof(T) == typeof(IActionMask) && _mask.Length == 0 ? null : this as T;

    /// <summary>Ends the Python process.</summary>
    public void Dispose() => _connection.Dispose();

    private void Read(ReadOnlySpan<byte> answer, Span<TElement> observation)
    {
        answer = PythonProcess.Take(answer, MemoryMarshal.AsBytes(observation));
        _infos.Read(PythonProcess.Take(answer, MemoryMarshal.AsBytes(_mask.AsSpan())));
    }
}
