namespace RlLab;

/// <summary>A world with one agent in it.</summary>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/>, or <see cref="byte"/> for pixels.</typeparam>
/// <typeparam name="TAction">An action: <see cref="int"/> for a <see cref="Discrete"/> space, <c>float[]</c> for a continuous one.</typeparam>
/// <remarks>Observations are written into memory that the caller owns, so that a step allocates nothing.</remarks>
public interface IEnvironment<TElement, TAction> : IDisposable
    where TElement : unmanaged, IComparable<TElement>
{
    /// <summary>The shape and the bounds of an observation.</summary>
    Box<TElement> ObservationSpace { get; }

    /// <summary>The actions that <see cref="Step"/> takes.</summary>
    Space<TAction> ActionSpace { get; }

    /// <summary>Starts an episode.</summary>
    /// <param name="observation">Receives the first observation; as long as <see cref="ObservationSpace"/> says.</param>
    /// <param name="seed">Seeds the world's generator; null lets it run on. The first call must give one.</param>
    /// <exception cref="InvalidOperationException">The first call gave no seed.</exception>
    void Reset(Span<TElement> observation, long? seed = null);

    /// <summary>Lets the world run for one step.</summary>
    /// <param name="action">A member of <see cref="ActionSpace"/>.</param>
    /// <param name="observation">Receives the observation after the step.</param>
    /// <returns>The reward, and whether the episode is over. Over, the world must be reset before the next step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The action is not in the space, or masked; the world is as it was.</exception>
    /// <exception cref="InvalidOperationException">The episode is over, or never began, or the world was disposed of.</exception>
    /// <exception cref="NotFiniteNumberException">The world's rules led to a reward or an observation that is not finite.</exception>
    StepResult Step(TAction action, Span<TElement> observation);

    /// <summary>The names that <see cref="TryGetInfo"/> knows after the last step or reset.</summary>
    /// <remarks>A vectorised world keeps the final values of these: who implements the one implements the other. Default: none.</remarks>
    IReadOnlyList<string> InfoNames => [];

    /// <summary>A number that belongs to neither observation nor reward, such as <c>lives</c>.</summary>
    /// <param name="name">What Gymnasium would call it in a step's <c>info</c>.</param>
    /// <param name="value">Its value after the last step or reset.</param>
    /// <returns>Whether the world has it.</returns>
    bool TryGetInfo(string name, out double value)
    {
        value = 0;
        return false;
    }

    /// <summary>
    /// This world as something more that it can be: <see cref="IRenderable"/>, <see cref="IResumable"/>, <see cref="IActionMask"/>.
    /// </summary>
    /// <typeparam name="T">What it shall be.</typeparam>
    /// <returns>
    /// Null where it cannot. Ask here, not with <c>is</c>: a wrapper can be only what the world inside it can be, and a mask is had through any
    /// number of them. A wrapper itself is found by its class: <c>As&lt;Recording&lt;float, int&gt;&gt;()</c>.
    /// </returns>
    T? As<T>()
        where T : class => this as T;
}

/// <summary>What a step brought.</summary>
/// <param name="Reward">The reward.</param>
/// <param name="Terminated">The episode reached an end of the task itself; nothing follows, so the value of what follows is 0.</param>
/// <param name="Truncated">The episode was cut from outside, by a time limit say; the value of what would follow still counts.</param>
public readonly record struct StepResult(double Reward, bool Terminated, bool Truncated)
{
    /// <summary>Whether the episode is over, either way.</summary>
    public bool Done => Terminated || Truncated;
}
