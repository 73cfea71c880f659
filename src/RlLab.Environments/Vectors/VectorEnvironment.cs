namespace RlLab.Environments;

/// <summary>Several instances of any world, stepped one after the other as one.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
public sealed class VectorEnvironment<TElement, TAction> : IVectorEnvironment<TElement, TAction>, IResumable
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly IEnvironment<TElement, TAction>[] _worlds;
    private readonly int _length;

    /// <summary>Builds the instances.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="create">Builds one; called once for each.</param>
    public VectorEnvironment(int count, Func<IEnvironment<TElement, TAction>> create)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _worlds = [.. Enumerable.Range(0, count).Select(_ => create())];
        _length = ObservationSpace.Length;
    }

    /// <summary>The instances, in their order: to look at one, or to ask it for infos. They are stepped and reset only through this.</summary>
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
        Buffers.Check(this, ObservationSpace, observations.Length, Count);
        for (var i = 0; i < _worlds.Length; i++)
        {
            _worlds[i].Reset(observations.Slice(i * _length, _length), seed is { } given ? VectorSeed.Of(given, i) : null);
        }
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
        Buffers.Check(this, ObservationSpace, observations.Length, Count);
        Buffers.Check(this, ObservationSpace, finalObservations.Length, Count);
        Buffers.Check(Count, actions.Length, rewards.Length, terminated.Length, truncated.Length);
        for (var i = 0; i < _worlds.Length; i++)
        {
            var observation = observations.Slice(i * _length, _length);
            var result = _worlds[i].Step(actions[i], observation);
            rewards[i] = (float)result.Reward;
            terminated[i] = result.Terminated;
            truncated[i] = result.Truncated;
            if (result.Done)
            {
                observation.CopyTo(finalObservations.Slice(i * _length, _length));
                _worlds[i].Reset(observation);
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The world is not <see cref="IResumable"/>.</exception>
    public void SaveState(BinaryWriter writer)
    {
        foreach (var world in _worlds)
        {
            Resumable(world).SaveState(writer);
        }
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        foreach (var world in _worlds)
        {
            Resumable(world).RestoreState(reader);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var world in _worlds)
        {
            world.Dispose();
        }
    }

    private static IResumable Resumable(IEnvironment<TElement, TAction> world) =>
        world.As<IResumable>() ?? throw new NotSupportedException(
            $"The state of {world.GetType().Name} cannot be written, so a run on it cannot be resumed.");
}
