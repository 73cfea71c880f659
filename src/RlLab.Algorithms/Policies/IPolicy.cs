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
}
