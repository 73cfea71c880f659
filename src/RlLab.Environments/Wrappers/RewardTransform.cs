namespace RlLab.Environments;

/// <summary>Replaces each reward by a function of it: a logarithm, a sign, a scale.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <param name="inner">The world.</param>
/// <param name="transform">From the world's reward to the agent's; it must not remember anything.</param>
public sealed class RewardTransform<TElement, TAction>(IEnvironment<TElement, TAction> inner, Func<double, double> transform)
    : Wrapper<TElement, TAction>(inner)
    where TElement : unmanaged, IComparable<TElement>
{
    /// <inheritdoc/>
    public override StepResult Step(TAction action, Span<TElement> observation)
    {
        var result = Inner.Step(action, observation);
        return result with { Reward = transform(result.Reward) };
    }
}
