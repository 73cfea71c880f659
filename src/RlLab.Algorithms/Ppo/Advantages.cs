namespace RlLab.Algorithms.Ppo;

/// <summary>How much better actions were than expected, from rewards and values.</summary>
public static class Advantages
{
    /// <summary>Generalised advantage estimation: A_t = d_t + discount lambda A_(t+1), with d_t = r_t + discount V(s_(t+1)) - V(s_t).</summary>
    /// <remarks>
    /// Schulman et al., "High-dimensional continuous control using generalized advantage estimation" (2016), equation 16. Steps of several worlds lie
    /// one step after the other, each with a number for each world.
    /// </remarks>
    /// <param name="worlds">How many worlds there are, at least 1.</param>
    /// <param name="rewards">[steps x worlds].</param>
    /// <param name="values">The value of what was seen before each step: [steps x worlds].</param>
    /// <param name="nextValues">
    /// The value of what was seen after it: 0 where the episode terminated, that of its last observation where it was truncated. [steps x worlds].
    /// </param>
    /// <param name="ended">Whether the step ended an episode, either way: [steps x worlds].</param>
    /// <param name="discount">From 0 to 1.</param>
    /// <param name="lambda">From 0 to 1.</param>
    /// <param name="advantages">Receives them: [steps x worlds].</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of the worlds, or a number is out of its range.</exception>
    public static void Estimate(
        int worlds,
        ReadOnlySpan<float> rewards,
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> nextValues,
        ReadOnlySpan<bool> ended,
        double discount,
        double lambda,
        Span<float> advantages)
    {
        Require.AtLeast(worlds, 1);
        Require.Between(discount, 0, 1);
        Require.Between(lambda, 0, 1);
        var count = advantages.Length;
        if (rewards.Length != count || values.Length != count || nextValues.Length != count || ended.Length != count || count % worlds != 0)
        {
            throw new ArgumentException(
                $"There are {rewards.Length} rewards, {values.Length} values, {nextValues.Length} next values, {ended.Length} flags and room for "
                + $"{count} advantages of {worlds} worlds; they go together.");
        }

        for (var world = 0; world < worlds; world++)
        {
            var following = 0.0;
            for (var i = count - worlds + world; i >= 0; i -= worlds)
            {
                var difference = rewards[i] + discount * nextValues[i] - values[i];
                following = difference + (ended[i] ? 0 : discount * lambda * following);
                advantages[i] = (float)following;
            }
        }
    }
}
