namespace RlLab.Algorithms.Prompting;

/// <summary>
/// A world of several agents as one of them lives it, who hears what another one says: a world of one agent, which any trainer takes.
/// </summary>
/// <remarks>
/// An observation is, one after the other: what the speaker saw when it said what is heard now; 1, or 0 in an episode's first step, in which nothing
/// was said yet and nothing seen; what the listener sees; and the bits that it hears. The first two are no part of what the listener knows:
/// <see cref="PromptingNetworks"/> shows them to the speaker alone.
/// </remarks>
public sealed class PromptedWorld : IEnvironment<float, int>, IActionMask, IRenderable, IResumable, IIdentified
{
    private readonly IMultiAgentEnvironment<float, int> _world;
    private readonly PromptingNetworks _networks;
    private readonly int _listener, _speaker;
    private readonly Func<int, RandomGenerator, int> _others;
    private readonly float[] _seen;
    private readonly int[] _actions;
    private readonly StepResult[] _results;
    private readonly bool[] _allowed;
    private RandomGenerator? _random;
    private bool _disposed;

    /// <summary>A listener's world.</summary>
    /// <param name="world">
    /// Agents that all act at once; disposed of with this. The listener observes its own numbers and then the bits of the last message, the least
    /// significant first; a message is a speaker's action.
    /// </param>
    /// <param name="networks">What the speaker says, on the device that they stay on; the caller disposes of them.</param>
    /// <param name="listener">The listener's place among the agents.</param>
    /// <param name="speaker">The speaker's place among the agents.</param>
    /// <param name="others">The action of any other agent, by its place, drawn from the generator that it is given if need be.</param>
    /// <exception cref="ArgumentException">The world's spaces do not suit listener, speaker and networks.</exception>
    public PromptedWorld(
        IMultiAgentEnvironment<float, int> world, PromptingNetworks networks, int listener, int speaker, Func<int, RandomGenerator, int> others)
    {
        Require.Between(listener, 0, world.Agents.Count - 1);
        Require.Between(speaker, 0, world.Agents.Count - 1);
        if (listener == speaker)
        {
            throw new ArgumentOutOfRangeException(nameof(speaker), $"speaker is {speaker}; it must be another agent than the listener.");
        }

        var (seen, heard) = (world.ObservationSpace(speaker), world.ObservationSpace(listener));
        if (world.ActionSpace(listener) is not Discrete actions || world.ActionSpace(speaker) is not Discrete { Count: var messages }
            || messages != 1 << networks.Bits || seen.Length != networks.Seen || heard.Length != networks.Own + networks.Bits)
        {
            throw new ArgumentException(
                $"Networks for {networks.Seen} numbers that the speaker sees, {networks.Own} that the listener does and {networks.Bits} bits need a "
                + $"speaker that sees as many, here {seen}, and has an action for each of {1 << networks.Bits} messages, here "
                + $"{world.ActionSpace(speaker)}, and a listener that chooses among actions, here {world.ActionSpace(listener)}, and observes its "
                + $"numbers and the bits, here {heard}.");
        }

        (_world, _networks, _listener, _speaker, _others) = (world, networks, listener, speaker, others);
        _seen = new float[seen.Length];
        _actions = new int[world.Agents.Count];
        _results = new StepResult[world.Agents.Count];
        _allowed = new bool[actions.Count];
        ActionSpace = actions;

        // Where nothing was seen yet, there are zeros.
        ObservationSpace = new Box<float>(
            [seen.Length + 1 + heard.Length],
            [.. seen.Low.Select(low => Math.Min(low, 0)), 0, .. heard.Low],
            [.. seen.High.Select(high => Math.Max(high, 0)), 1, .. heard.High]);
    }

    /// <inheritdoc/>
    public Box<float> ObservationSpace { get; }

    /// <inheritdoc/>
    public Space<int> ActionSpace { get; }

    /// <inheritdoc/>
    public double FramesPerSecond => Ability<IRenderable>().FramesPerSecond;

    string IIdentified.Name => Ability<IIdentified>().Name;

    string IIdentified.Version => Ability<IIdentified>().Version;

    /// <inheritdoc/>
    /// <remarks>The others' actions and random messages are drawn from a generator of their own, which the seed seeds too.</remarks>
    public void Reset(Span<float> observation, long? seed = null)
    {
        CheckLength(observation);
        _world.Reset(seed);
        _random = seed is { } given ? new RandomGenerator(given).Fork(1) : _random;
        observation[..(_seen.Length + 1)].Clear();
        _world.Observe(_listener, observation[(_seen.Length + 1)..]);
    }

    /// <inheritdoc/>
    public StepResult Step(int action, Span<float> observation)
    {
        CheckLength(observation);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_random is null || !_world.IsActive(_listener))
        {
            throw new InvalidOperationException($"{_world.GetType().Name} has no running episode: call Reset before the next Step.");
        }

        Check(action);
        _world.Observe(_speaker, _seen);
        for (var agent = 0; agent < _actions.Length; agent++)
        {
            _actions[agent] = agent == _listener ? action : agent == _speaker ? _networks.Say(_seen, _random) : _others(agent, _random);
        }

        _world.Step(_actions, _results);
        _seen.CopyTo(observation);
        observation[_seen.Length] = 1;
        _world.Observe(_listener, observation[(_seen.Length + 1)..]);
        return _results[_listener];
    }

    /// <inheritdoc/>
    public void GetActionMask(Span<bool> allowed) => _world.GetActionMask(_listener, allowed);

    /// <inheritdoc/>
    public Frame Render() => Ability<IRenderable>().Render();

    /// <inheritdoc/>
    /// <remarks>The networks are saved by who trains them.</remarks>
    public void SaveState(BinaryWriter writer)
    {
        SavedState.Save(writer, _world);
        writer.Write(_random is not null);
        _random?.SaveState(writer);
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        SavedState.Restore(reader, _world);
        _random = reader.ReadBoolean() ? new RandomGenerator(0) : null;
        _random?.RestoreState(reader);
    }

    /// <inheritdoc/>
    /// <remarks>It can be drawn, saved or named only where the world inside can.</remarks>
    public T? As<T>()
        where T : class => this as T is { } itself
        && (_world is T || (typeof(T) != typeof(IRenderable) && typeof(T) != typeof(IResumable) && typeof(T) != typeof(IIdentified))) ? itself : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _world.Dispose();
    }

    private T Ability<T>()
        where T : class =>
        _world as T ?? throw new NotSupportedException(
            $"{_world.GetType().Name} is no {typeof(T).Name}; As<{typeof(T).Name}>() tells that beforehand.");

    private void CheckLength(Span<float> observation)
    {
        if (observation.Length != ObservationSpace.Length)
        {
            throw new ArgumentException(
                $"An observation has {ObservationSpace.Length} numbers, but the buffer holds {observation.Length}.", nameof(observation));
        }
    }

    // Before the others draw what they do, so that nothing has changed where the action is refused.
    private void Check(int action)
    {
        GetActionMask(_allowed);
        if (!ActionSpace.Contains(action) || !_allowed[action])
        {
            throw new ArgumentOutOfRangeException(
                nameof(action), action, $"The {_world.Agents[_listener]} may take one of the actions {Allowed()} of {ActionSpace} here.");
        }
    }

    private string Allowed() => string.Join(", ", Enumerable.Range(0, _allowed.Length).Where(action => _allowed[action]));
}
