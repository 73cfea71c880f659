using System.Runtime.CompilerServices;

namespace RlLab.Environments;

/// <summary>A world whose actions are the numbers 0 to <paramref name="actions"/> - 1.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <param name="observationSpace">The shape and the bounds of an observation.</param>
/// <param name="actions">How many actions there are.</param>
/// <param name="timeLimit">After how many steps an episode is truncated, at least 1; null for never.</param>
public abstract class World<TElement>(Box<TElement> observationSpace, int actions, int? timeLimit)
    : World<TElement, int>(observationSpace, new Discrete(actions), timeLimit)
    where TElement : unmanaged, IComparable<TElement>;

/// <summary>What all built-in worlds of one agent have in common: everything but rules and looks.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action: <see cref="int"/>, or an array of numbers.</typeparam>
/// <param name="observationSpace">The shape and the bounds of an observation.</param>
/// <param name="actionSpace">The actions.</param>
/// <param name="timeLimit">After how many steps an episode is truncated, at least 1; null for never.</param>
public abstract class World<TElement, TAction>(Box<TElement> observationSpace, Space<TAction> actionSpace, int? timeLimit)
    : IEnvironment<TElement, TAction>, IRenderable, IResumable, IIdentified
    where TElement : unmanaged, IComparable<TElement>
{
    private RandomGenerator? _random;
    private bool _running, _disposed;

    /// <inheritdoc/>
    public Box<TElement> ObservationSpace => observationSpace;

    /// <inheritdoc/>
    public Space<TAction> ActionSpace => actionSpace;

    /// <summary>After how many steps an episode is truncated; null for never.</summary>
    public int? TimeLimit { get; } = timeLimit is < 1
        ? throw new ArgumentOutOfRangeException(nameof(timeLimit), timeLimit, "A time limit is at least one step; null means none.")
        : timeLimit;

    /// <summary>How many steps the episode has had.</summary>
    public int Steps { get; private set; }

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> InfoNames => [];

    /// <inheritdoc/>
    public abstract double FramesPerSecond { get; }

    /// <summary>Its class's name.</summary>
    string IIdentified.Name => GetType().Name;

    /// <summary>That of the assembly with its rules.</summary>
    string IIdentified.Version => GetType().Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>The world's generator.</summary>
    protected RandomGenerator Random =>
        _random ?? throw new InvalidOperationException($"{GetType().Name} has no generator yet: the first Reset must give a seed.");

    /// <inheritdoc/>
    public void Reset(Span<TElement> observation, long? seed = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Buffers.Check(this, observationSpace, observation.Length);
        if (seed is { } given)
        {
            _random = new RandomGenerator(given);
        }

        var random = Random;
        _running = false;
        Begin(random);
        Continue();
        Observe(observation);
        Check(0, observation);
    }

    /// <inheritdoc/>
    public StepResult Step(TAction action, Span<TElement> observation)
    {
        Buffers.Check(this, observationSpace, observation.Length);
        if (!_running)
        {
            throw NoEpisode();
        }

        if (!actionSpace.Contains(action))
        {
            throw RefusedAction.Outside(GetType().Name, actionSpace, action);
        }

        // Rules that throw leave a state between two steps, from which there is no going on.
        _running = false;
        var (reward, terminated) = Advance(action);
        Steps++;
        var truncated = !terminated && Steps >= TimeLimit;
        Observe(observation);
        Check(reward, observation);
        _running = !(terminated || truncated);
        return new StepResult(reward, terminated, truncated);
    }

    /// <inheritdoc/>
    public abstract Frame Render();

    /// <inheritdoc/>
    public virtual bool TryGetInfo(string name, out double value)
    {
        value = 0;
        return false;
    }

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer)
    {
        writer.Write(_random is not null);
        _random?.SaveState(writer);
        writer.Write(_running);
        writer.Write(Steps);
        Save(writer);
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        _random = null;
        if (reader.ReadBoolean())
        {
            _random = new RandomGenerator(0);
            _random.RestoreState(reader);
        }

        _running = reader.ReadBoolean();
        Steps = reader.ReadInt32();
        Load(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        (_running, _disposed) = (false, true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Sets the world to the start of an episode.</summary>
    /// <param name="random">The generator to draw from.</param>
    protected abstract void Begin(RandomGenerator random);

    /// <summary>Applies the rules once.</summary>
    /// <param name="action">A member of the action space.</param>
    protected abstract (double Reward, bool Terminated) Advance(TAction action);

    /// <summary>Writes the observation of the world as it is.</summary>
    /// <param name="observation">As long as the space says.</param>
    protected abstract void Observe(Span<TElement> observation);

    /// <summary>Writes the state that the rules have.</summary>
    /// <param name="writer">Receives it.</param>
    protected abstract void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">Stands at it.</param>
    protected abstract void Load(BinaryReader reader);

    /// <summary>Takes the state as it is for the start of a running episode.</summary>
    protected void Continue()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Steps = 0;
        _running = true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(double reward, ReadOnlySpan<TElement> observation)
    {
        if (!double.IsFinite(reward) || !Finite.All(observation))
        {
            throw NotFinite(reward, observation);
        }
    }

    private NotFiniteNumberException NotFinite(double reward, ReadOnlySpan<TElement> observation)
    {
        _running = false;
        var place = double.IsFinite(reward) ? Finite.IndexOfOther(observation) : -1;
        var what = place < 0 ? $"gave a reward of {reward}" : $"observed {observation[place]} at place {place}";
        return new($"{GetType().Name} {what} in step {Steps} of the episode: its rules or its constants are wrong.", reward);
    }

    private InvalidOperationException NoEpisode() => _disposed
        ? new ObjectDisposedException(GetType().Name)
        : new InvalidOperationException($"{GetType().Name} has no running episode: call Reset before the next Step.");
}
