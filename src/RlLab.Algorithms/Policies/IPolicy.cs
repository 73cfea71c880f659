namespace RlLab.Algorithms;

/// <summary>What decides on an action.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
public interface IPolicy<TElement, TAction>
{
    /// <summary>Decides on an action.</summary>
    /// <param name="observation">What is seen.</param>
    /// <param name="allowed">A flag for each action of a <see cref="Discrete"/> space: whether it is allowed. Empty where all are.</param>
    TAction Act(ReadOnlySpan<TElement> observation, ReadOnlySpan<bool> allowed = default);

    /// <summary>Decides as <see cref="Act"/> does; where runs train in lanes, together with the policies of others.</summary>
    /// <param name="observation">What is seen; it is not looked at any more once this returns.</param>
    /// <param name="allowed">A flag for each action of a <see cref="Discrete"/> space: whether it is allowed. Empty where all are.</param>
    /// <returns>The action, at once where a run trains alone; to be awaited before the policy is asked again.</returns>
    ValueTask<TAction> ActAsync(ReadOnlySpan<TElement> observation, ReadOnlySpan<bool> allowed = default) =>
        ValueTask.FromResult(Act(observation, allowed));
}
