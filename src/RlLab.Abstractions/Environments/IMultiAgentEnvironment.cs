namespace RlLab;

/// <summary>A world in which several agents act at once, as in PettingZoo's parallel interface.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <remarks>
/// An agent is named in <see cref="Agents"/> and addressed by its place there. Agents may leave before the episode is over;
/// it is over when <see cref="IsActive"/> is false for all. Memory is the caller's, so that a step allocates nothing.
/// </remarks>
public interface IMultiAgentEnvironment<TElement, TAction> : IDisposable
    where TElement : unmanaged, IComparable<TElement>
{
    /// <summary>The names of all agents that can take part, always in this order.</summary>
    IReadOnlyList<string> Agents { get; }

    /// <summary>The shape and the bounds of an agent's observation.</summary>
    /// <param name="agent">The agent's place in <see cref="Agents"/>.</param>
    Box<TElement> ObservationSpace(int agent);

    /// <summary>The actions that an agent can take.</summary>
    /// <param name="agent">The agent's place in <see cref="Agents"/>.</param>
    Space<TAction> ActionSpace(int agent);

    /// <summary>Whether an agent still takes part in the episode.</summary>
    /// <param name="agent">The agent's place in <see cref="Agents"/>.</param>
    bool IsActive(int agent);

    /// <summary>Starts an episode with all agents that begin in it.</summary>
    /// <param name="seed">Seeds the world's generator; null lets it run on. The first call must give one.</param>
    /// <exception cref="InvalidOperationException">The first call gave no seed.</exception>
    void Reset(long? seed = null);

    /// <summary>Lets all active agents act at once; or none, if something of what it takes is refused.</summary>
    /// <param name="actions">One action an agent, in the order of <see cref="Agents"/>; those of agents that have left are not looked at.</param>
    /// <param name="results">
    /// Receives each agent's reward and flags; for an agent that had left before, a reward of 0 and the flags with which it left.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An active agent's action is not in its space, or masked; the world is as it was.</exception>
    /// <exception cref="ArgumentException">There are not as many actions or results as agents; the world is as it was.</exception>
    /// <exception cref="InvalidOperationException">The episode is over, or never began, or the world was disposed of.</exception>
    void Step(ReadOnlySpan<TAction> actions, Span<StepResult> results);

    /// <summary>Writes what an agent observes after the last step or reset.</summary>
    /// <param name="agent">The agent's place in <see cref="Agents"/>.</param>
    /// <param name="observation">Receives it; as long as <see cref="ObservationSpace"/> says.</param>
    void Observe(int agent, Span<TElement> observation);

    /// <summary>Tells which actions of a <see cref="Discrete"/> space an agent may take next.</summary>
    /// <param name="agent">The agent's place in <see cref="Agents"/>.</param>
    /// <param name="allowed">Receives a flag for each action; all true where the world masks nothing.</param>
    void GetActionMask(int agent, Span<bool> allowed) => allowed.Fill(true);

    /// <summary>A number about an agent that belongs to neither observation nor reward.</summary>
    /// <param name="agent">The agent's place in <see cref="Agents"/>.</param>
    /// <param name="name">What PettingZoo would call it in the agent's <c>infos</c>.</param>
    /// <param name="value">Its value after the last step or reset.</param>
    /// <returns>Whether the world has it.</returns>
    bool TryGetInfo(int agent, string name, out double value)
    {
        value = 0;
        return false;
    }
}
