using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RlLab.Environments.Gymnasium;

/// <summary>Any PettingZoo world with the parallel interface, in a Python process of its own.</summary>
/// <remarks>
/// See <see cref="GymnasiumEnvironment{TElement, TAction}"/> for what crosses and how. A mask is taken from the observation's or the
/// info's <c>action_mask</c> and is no part of the observation; an agent that it leaves no action has the first. Agents may come late and
/// come back, if they are among the world's <c>possible_agents</c>.
/// </remarks>
/// <typeparam name="TElement"><see cref="float"/>, or <see cref="byte"/> for pixels.</typeparam>
/// <typeparam name="TAction"><see cref="int"/> for a <see cref="Discrete"/> space, <c>float[]</c> for any other.</typeparam>
public sealed class PettingZooEnvironment<TElement, TAction> : IMultiAgentEnvironment<TElement, TAction>, IRenderable, IIdentified
    where TElement : unmanaged, IComparable<TElement>
{
    private const int ResultBytes = sizeof(double) + 3;
    private readonly string _module;
    private readonly GymnasiumConnection _connection;
    private readonly PythonInfos _infos;
    private readonly string[] _names;
    private readonly Box<TElement>[] _observationSpaces;
    private readonly Space<TAction>[] _actionSpaces;
    private readonly TElement[][] _observations;
    private readonly bool[][] _masks;
    private readonly bool[] _active;
    private readonly StepResult[] _last;
    private readonly byte[] _step;

    /// <summary>Starts Python and opens the world.</summary>
    /// <param name="module">The Python module whose <c>parallel_env()</c> makes the world: <c>pettingzoo.butterfly.pistonball_v6</c>.</param>
    /// <param name="options">How Python is started; null for the defaults.</param>
    /// <exception cref="GymnasiumException">Python, a module or the world is missing, or the world has spaces of other types.</exception>
    public PettingZooEnvironment(string module, GymnasiumOptions? options = null)
    {
        _module = module;
        _connection = new GymnasiumConnection(module, "pettingzoo", count: null, options ?? new());
        var description = _connection.Description;
        try
        {
            Agents = [.. description.GetProperty("agents").EnumerateArray().Select(agent => agent.GetString()!)];
            _observationSpaces = [.. Spaces("observations").Select(space => PythonSpaces.Observations<TElement>(_connection.World, space))];
            _actionSpaces = [.. Spaces("actions").Select(space => PythonSpaces.Actions<TAction>(_connection.World, space))];
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        _names = [.. Agents.Select(agent => $"{agent} of {_connection.World}")];
        _infos = new PythonInfos(Agents.Count);
        _observations = [.. _observationSpaces.Select(space => new TElement[space.Length])];
        _masks = [.. _actionSpaces.Select(space => new bool[space is Discrete discrete ? discrete.Count : 0])];
        (_active, _last) = (new bool[Agents.Count], new StepResult[Agents.Count]);
        _step = PythonProcess.Request(_actionSpaces.Sum(PythonSpaces.ActionBytes));

        IEnumerable<JsonElement> Spaces(string name) => description.GetProperty(name).EnumerateArray();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Agents { get; }

    /// <summary>Its Python module.</summary>
    string IIdentified.Name => _module;

    /// <summary>What the module's name ends in: <c>v6</c>.</summary>
    string IIdentified.Version => _module.LastIndexOf("_v", StringComparison.Ordinal) is > 0 and var at ? _module[(at + 1)..] : "unversioned";

    /// <inheritdoc/>
    public double FramesPerSecond => _connection.FramesPerSecond;

    /// <inheritdoc/>
    public Box<TElement> ObservationSpace(int agent) => _observationSpaces[agent];

    /// <inheritdoc/>
    public Space<TAction> ActionSpace(int agent) => _actionSpaces[agent];

    /// <inheritdoc/>
    public bool IsActive(int agent) => _active[agent];

    /// <inheritdoc/>
    public void Reset(long? seed = null)
    {
        var answer = _connection.Reset(seed);
        Array.Clear(_last);
        Read(answer);
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<TAction> actions, Span<StepResult> results)
    {
        if (actions.Length != Agents.Count || results.Length != Agents.Count)
        {
            throw new ArgumentException(
                $"{_connection.World} has {Agents.Count} agents, so a step takes as many actions and results, "
                + $"not {actions.Length} and {results.Length}.");
        }

        _connection.RequireEpisode();
        var payload = PythonProcess.Payload(_step);
        for (var agent = 0; agent < Agents.Count; agent++)
        {
            var bytes = PythonSpaces.ActionBytes(_actionSpaces[agent]);
            if (_active[agent])
            {
                PythonSpaces.WriteAction(_names[agent], _actionSpaces[agent], _masks[agent], actions[agent], payload[..bytes]);
            }

            payload = payload[bytes..];
        }

        Read(_connection.Step(_step));
        _last.CopyTo(results);
    }

    /// <inheritdoc/>
    public void Observe(int agent, Span<TElement> observation)
    {
        Buffers.Check(this, _observationSpaces[agent], observation.Length);
        _observations[agent].CopyTo(observation);
    }

    /// <inheritdoc/>
    public void GetActionMask(int agent, Span<bool> allowed)
    {
        Buffers.CheckMask(this, _masks[agent].Length, allowed.Length);
        _masks[agent].CopyTo(allowed);
    }

    /// <inheritdoc/>
    public bool TryGetInfo(int agent, string name, out double value) => _infos.TryGet(agent, name, out value);

    /// <inheritdoc/>
    public Frame Render() => _connection.Render(0);

    /// <summary>Ends the Python process.</summary>
    public void Dispose() => _connection.Dispose();

    private void Read(ReadOnlySpan<byte> answer)
    {
        for (var agent = 0; agent < Agents.Count; agent++)
        {
            // An agent that had left keeps the flags with which it left, until it comes back.
            var active = answer[10] != 0;
            _last[agent] = active || _active[agent]
                ? new StepResult(BinaryPrimitives.ReadDoubleLittleEndian(answer), answer[8] != 0, answer[9] != 0)
                : _last[agent] with { Reward = 0 };
            _active[agent] = active;
            answer = answer[ResultBytes..];
            answer = PythonProcess.Take(answer, MemoryMarshal.AsBytes(_observations[agent].AsSpan()));
            answer = PythonProcess.Take(answer, MemoryMarshal.AsBytes(_masks[agent].AsSpan()));
        }

        _infos.Read(answer);
        _connection.Running = _active.Contains(true);
    }
}
