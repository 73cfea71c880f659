using System.Numerics;

namespace RlLab.Algorithms.Bandits;

/// <summary>Draws an arm by the probabilities that an agent gives.</summary>
internal static class ArmDraw
{
    /// <summary>An arm, each with its probability; what rounding leaves of their sum belongs to the last.</summary>
    /// <param name="probabilities">One an arm, of sum 1.</param>
    /// <param name="random">What to draw from.</param>
    /// <exception cref="DivergedException">A probability is not finite.</exception>
    public static int From<T>(ReadOnlySpan<T> probabilities, RandomGenerator random)
        where T : INumberBase<T>
    {
        for (var arm = 0; arm < probabilities.Length; arm++)
        {
            DivergedException.ThrowIfNotFinite(double.CreateChecked(probabilities[arm]), "the probability of an arm");
        }

        var left = random.NextDouble();
        for (var arm = 0; arm < probabilities.Length - 1; arm++)
        {
            left -= double.CreateChecked(probabilities[arm]);
            if (left < 0)
            {
                return arm;
            }
        }

        return probabilities.Length - 1;
    }
}
