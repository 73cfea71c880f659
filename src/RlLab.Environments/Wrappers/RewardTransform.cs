namespace RlLab.Environments;

/// <summary>Replaces each reward by a function of it: a logarithm, a sign, a scale.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <param name="inner">The world.</param>
/// <param name="transform">From the world's reward to the agent's; it must not remember anything. It is given and must give finite numbers.</param>
public sealed class RewardTransform<TElement, TAction>(IEnvironment<TElement, TAction> inner, Func<double, double> transform)
    : Wrapper<TElement, TAction>(inner)
    where TElement : unmanaged, IComparable<TElement>
{
    /// <inheritdoc/>
    /// <exception cref="NotFiniteNumberException">The world's reward, or what the function made of it, is not finite.</exception>
    public override StepResult Step(TAction action, Span<TElement> observation)
    {
        var result = Inner.Step(action, observation);

        // A sign or a bound would make a good reward of one that is none.
        var reward = double.IsFinite(result.Reward)
            ? transform(result.Reward)
            : throw new NotFiniteNumberException(
                $"{Buffers.Name(Inner)} gave a reward of {result.Reward}, which cannot be transformed.", result.Reward);
        return double.IsFinite(reward)
            ? result with { Reward = reward }
            : throw new NotFiniteNumberException($"The reward transform made {reward} of the reward {result.Reward}.", reward);
    }
}
