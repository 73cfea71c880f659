namespace RlLab.Algorithms.Reinforce;

/// <summary>Returns of an episode, from its rewards.</summary>
public static class Returns
{
    /// <summary>The discounted return that follows each step: G_t = r_t + discount * G_(t+1), with nothing after the last step.</summary>
    /// <param name="rewards">One reward a step.</param>
    /// <param name="discount">From 0 to 1.</param>
    /// <param name="returns">Receives one return a step.</param>
    /// <remarks>Sutton and Barto (2018), equation 3.9.</remarks>
    /// <exception cref="ArgumentException">The two are not of one length.</exception>
    public static void Discounted(ReadOnlySpan<float> rewards, double discount, Span<float> returns)
    {
        if (rewards.Length != returns.Length)
        {
            throw new ArgumentException($"There are {rewards.Length} rewards and room for {returns.Length} returns; they go together.");
        }

        var following = 0.0;
        for (var t = rewards.Length - 1; t >= 0; t--)
        {
            following = rewards[t] + discount * following;
            returns[t] = (float)following;
        }
    }
}
