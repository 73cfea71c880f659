using static TorchSharp.torch;

namespace RlLab.Algorithms.Reinforce;

/// <summary>Returns of an episode, from its rewards.</summary>
public static class Returns
{
    /// <summary>The discounted return that follows each step: G_t = r_t + discount * G_(t+1), with nothing after the last step.</summary>
    /// <param name="rewards">One reward a step.</param>
    /// <param name="discount">From 0 to 1.</param>
    /// <param name="returns">Receives one return a step.</param>
    /// <remarks>Sutton and Barto (2018), equation 3.9.</remarks>
    /// <exception cref="ArgumentException">The two are not of one length, or the discount is not from 0 to 1.</exception>
    public static void Discounted(ReadOnlySpan<float> rewards, double discount, Span<float> returns)
    {
        if (rewards.Length != returns.Length)
        {
            throw new ArgumentException($"There are {rewards.Length} rewards and room for {returns.Length} returns; they go together.");
        }

        Require.Between(discount, 0, 1);
        var following = 0.0;
        for (var t = rewards.Length - 1; t >= 0; t--)
        {
            following = rewards[t] + discount * following;
            returns[t] = (float)following;
        }
    }

    /// <summary>Returns shifted and scaled to mean 0 and standard deviation 1; all 0 where they are alike, as it is where there is but one.</summary>
    /// <param name="returns">[steps].</param>
    public static Tensor Normalized(Tensor returns) =>
        returns.shape[0] < 2 ? returns : (returns - returns.mean()) / (returns.std() + 1e-8);
}
