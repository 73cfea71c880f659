namespace RlLab.Environments;

/// <summary>Several instances of any world, stepped one after the other as one.</summary>
/// <remarks>
/// All actions are looked at before the first instance steps. Should an instance's rules fail within a step, the others have stepped or have
/// not; then only a reset goes on.
/// </remarks>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
public sealed class VectorEnvironment<TElement, TAction> : IVectorEnvironment<TElement, TAction>, IResumable
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly IEnvironment<TElement, TAction>[] _worlds;
    private readonly IActionMask?[] _masks;
    private readonly bool[] _allowed;
    private readonly FinalInfos _final;
    private readonly int _length;
    private bool _running, _disposed;

    /// <summary>Builds the instances.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="create">Builds one; called once for each. All have the same spaces.</param>
    /// <exception cref="ArgumentException">Two instances are the same object, or have different spaces.</exception>
    public VectorEnvironment(int count, Func<IEnvironment<TElement, TAction>> create)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var worlds = new List<IEnvironment<TElement, TAction>>();
        try
        {
            while (worlds.Count < count)
            {
                worlds.Add(create());
                CheckLast(worlds);
            }
        }
        catch
        {
            worlds.ForEach(world => world.Dispose());
            throw;
        }

        _worlds = [.. worlds];
        _masks = [.. worlds.Select(world => world.As<IActionMask>())];
        _allowed = new bool[(object)ActionSpace is Discrete discrete ? discrete.Count : 0];
        _final = new FinalInfos(count);
        _length = ObservationSpace.Length;
    }

    /// <summary>The instances, in their order: to look at one, or to ask it for more. They are stepped and reset only through this.</summary>
    public IReadOnlyList<IEnvironment<TElement, TAction>> Worlds => _worlds;

    /// <inheritdoc/>
    public int Count => _worlds.Length;

    /// <inheritdoc/>
    public Box<TElement> ObservationSpace => _worlds[0].ObservationSpace;

    /// <inheritdoc/>
    public Space<TAction> ActionSpace => _worlds[0].ActionSpace;

    /// <inheritdoc/>
    public void Reset(Span<TElement> observations, long? seed = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Buffers.Check(this, ObservationSpace, observations.Length, Count);
        _running = false;
        _final.Clear();
        for (var i = 0; i < _worlds.Length; i++)
        {
            _worlds[i].Reset(observations.Slice(i * _length, _length), seed is { } given ? VectorSeed.Of(given, i) : null);
        }

        _running = true;
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
        if (!_running)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            throw new InvalidOperationException(
                $"The instances of {Buffers.Name(_worlds[0])} have no running episodes: call Reset before the next Step.");
        }

        for (var i = 0; i < _worlds.Length; i++)
        {
            Check(i, actions[i]);
        }

        _running = false;
        _final.Clear();
        for (var i = 0; i < _worlds.Length; i++)
        {
            var observation = observations.Slice(i * _length, _length);
            var result = _worlds[i].Step(actions[i], observation);
            rewards[i] = (float)result.Reward;
            terminated[i] = result.Terminated;
            truncated[i] = result.Truncated;
            if (result.Done)
            {
                _final.Keep(i, _worlds[i]);
                observation.CopyTo(finalObservations.Slice(i * _length, _length));
                _worlds[i].Reset(observation);
            }
        }

        _running = true;
    }

    /// <inheritdoc/>
    public void GetActionMask(int instance, Span<bool> allowed)
    {
        allowed.Fill(true);
        _masks[instance]?.GetActionMask(allowed);
    }

    /// <inheritdoc/>
    public bool TryGetInfo(int instance, string name, out double value) => _worlds[instance].TryGetInfo(name, out value);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The world has it and does not list it in its <c>InfoNames</c>, so it was not kept.</exception>
    public bool TryGetFinalInfo(int instance, string name, out double value)
    {
        var kept = _final.TryGet(instance, name, out value);
        var world = _worlds[instance];
        return kept || !_final.Has(instance) || !world.TryGetInfo(name, out _) || world.InfoNames.Contains(name)
            ? kept
            : throw new InvalidOperationException(
                $"{Buffers.Name(world)} tells '{name}' and does not list it in its InfoNames, so the ended episode's was not kept: list it there.");
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The world is not <see cref="IResumable"/>.</exception>
    public void SaveState(BinaryWriter writer)
    {
        writer.Write(_running);
        foreach (var world in _worlds)
        {
            Resumable(world).SaveState(writer);
        }
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        _final.Clear();
        var running = reader.ReadBoolean();
        foreach (var world in _worlds)
        {
            Resumable(world).RestoreState(reader);
        }

        _running = running;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        (_running, _disposed) = (false, true);
        foreach (var world in _worlds)
        {
            world.Dispose();
        }
    }

    private static IResumable Resumable(IEnvironment<TElement, TAction> world) =>
        world.As<IResumable>() ?? throw new NotSupportedException(
            $"The state of {world.GetType().Name} cannot be written, so a run on it cannot be resumed.");

    private static void CheckLast(List<IEnvironment<TElement, TAction>> worlds)
    {
        var (first, last) = (worlds[0], worlds[^1]);
        if (worlds.IndexOf(last) < worlds.Count - 1)
        {
            throw new ArgumentException(
                $"Instances {worlds.IndexOf(last)} and {worlds.Count - 1} are one object: build a new world in each call.", "create");
        }

        if (!first.ObservationSpace.Equals(last.ObservationSpace) || !first.ActionSpace.Equals(last.ActionSpace))
        {
            throw new ArgumentException(
                $"Instance {worlds.Count - 1} has the spaces {last.ObservationSpace} and {last.ActionSpace}, "
                + $"but instance 0 has {first.ObservationSpace} and {first.ActionSpace}.",
                "create");
        }
    }

    private void Check(int instance, TAction action)
    {
        if (!ActionSpace.Contains(action))
        {
            throw RefusedAction.Outside(Name(), ActionSpace, action);
        }

        if (_masks[instance] is { } mask && action is int number)
        {
            mask.GetActionMask(_allowed);
            if (!_allowed[number])
            {
                throw RefusedAction.Masked(Name(), number, _allowed);
            }
        }

        string Name() => $"Instance {instance} of {Buffers.Name(_worlds[instance])}";
    }
}
