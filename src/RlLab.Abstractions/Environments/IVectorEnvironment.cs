namespace RlLab;

/// <summary>Several instances of a world, stepped as one.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <remarks>
/// An instance whose episode ends is reset within the same step: <c>observations</c> then holds the next episode's first observation,
/// and <c>finalObservations</c> the ended one's last. Buffers hold the instances one after the other.
/// </remarks>
public interface IVectorEnvironment<TElement, TAction> : IDisposable
    where TElement : unmanaged, IComparable<TElement>
{
    /// <summary>How many instances there are.</summary>
    int Count { get; }

    /// <summary>The shape and the bounds of one instance's observation.</summary>
    Box<TElement> ObservationSpace { get; }

    /// <summary>The actions of one instance.</summary>
    Space<TAction> ActionSpace { get; }

    /// <summary>Starts an episode in every instance.</summary>
    /// <param name="observations">Receives <see cref="Count"/> first observations.</param>
    /// <param name="seed">
    /// Instance i is seeded from this and i, so that no two instances of any two seeds are alike; null lets the generators run on. The first
    /// call must give one.
    /// </param>
    void Reset(Span<TElement> observations, long? seed = null);

    /// <summary>Lets every instance run for one step.</summary>
    /// <param name="actions">One action an instance.</param>
    /// <param name="observations">Receives the observations to act on next.</param>
    /// <param name="rewards">Receives the rewards.</param>
    /// <param name="terminated">Receives which episodes ended by the task itself.</param>
    /// <param name="truncated">Receives which episodes were cut from outside.</param>
    /// <param name="finalObservations">Receives the last observation of each episode that ended; the rest is left as it was.</param>
    void Step(
        ReadOnlySpan<TAction> actions,
        Span<TElement> observations,
        Span<float> rewards,
        Span<bool> terminated,
        Span<bool> truncated,
        Span<TElement> finalObservations);
}
