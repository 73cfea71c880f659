namespace RlLab;

/// <summary>Several instances of a world, stepped as one.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <remarks>
/// An instance whose episode ends is reset within the same step: <c>observations</c> then holds the next episode's first observation,
/// and <c>finalObservations</c> the ended one's last; likewise <see cref="TryGetInfo"/> tells the next one's infos, and
/// <see cref="TryGetFinalInfo"/> the ended one's last, its return and length among them if each instance counts them. Buffers hold the
/// instances one after the other.
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

    /// <summary>Lets every instance run for one step; or none, if something of what it takes is refused.</summary>
    /// <param name="actions">One action an instance.</param>
    /// <param name="observations">Receives the observations to act on next.</param>
    /// <param name="rewards">Receives the rewards.</param>
    /// <param name="terminated">Receives which episodes ended by the task itself.</param>
    /// <param name="truncated">Receives which episodes were cut from outside.</param>
    /// <param name="finalObservations">Receives the last observation of each episode that ended; the rest is left as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException">An instance's action is not in the space, or masked; none has stepped.</exception>
    /// <exception cref="ArgumentException">A buffer has the wrong length, or two are one; none has stepped.</exception>
    /// <exception cref="InvalidOperationException">
    /// There was no reset yet, or none after an instance's rules had failed within a step, or the worlds were disposed of; none has stepped.
    /// </exception>
    void Step(
        ReadOnlySpan<TAction> actions,
        Span<TElement> observations,
        Span<float> rewards,
        Span<bool> terminated,
        Span<bool> truncated,
        Span<TElement> finalObservations);

    /// <summary>Tells which actions of a <see cref="Discrete"/> space an instance may take next.</summary>
    /// <param name="instance">The instance's number.</param>
    /// <param name="allowed">Receives a flag for each action; all true where the world masks nothing.</param>
    void GetActionMask(int instance, Span<bool> allowed) => allowed.Fill(true);

    /// <summary>A number of the episode that an instance is in, such as <c>lives</c>.</summary>
    /// <param name="instance">The instance's number.</param>
    /// <param name="name">What Gymnasium would call it in a step's <c>info</c>.</param>
    /// <param name="value">Its value after the last step or reset; where that step ended an episode, the next one's.</param>
    /// <returns>Whether the world has it.</returns>
    bool TryGetInfo(int instance, string name, out double value)
    {
        value = 0;
        return false;
    }

    /// <summary>A number of the episode that the last step ended, such as <c>episode_return</c>.</summary>
    /// <param name="instance">The instance's number.</param>
    /// <param name="name">What Gymnasium would call it in a step's <c>final_info</c>.</param>
    /// <param name="value">Its value when the episode ended, before the reset.</param>
    /// <returns>Whether the last step ended an episode of this instance, and the world has it.</returns>
    bool TryGetFinalInfo(int instance, string name, out double value)
    {
        value = 0;
        return false;
    }
}
