using MathNet.Numerics;

namespace RlLab.Statistics;

/// <summary>A range that holds at least a given share of all runs that could be made, not of those that were, with a given confidence.</summary>
/// <param name="Low">The lower end, one of the values.</param>
/// <param name="High">The upper end, one of the values.</param>
/// <remarks>
/// <para>
/// Patterson et al., "Empirical design in reinforcement learning" (2024): a confidence interval says where the mean is, a tolerance interval what a
/// single training may come to. It is the nonparametric one of Wilks, "Determination of sample sizes for setting tolerance limits" (1941), which
/// assumes nothing: returns of agents are skewed and have several humps, and a normal interval promises returns that cannot be.
/// </para>
/// <para>The price is runs: the range of all n of them holds little for sure while n is small, as <see cref="ShareOfRange"/> says.</para>
/// </remarks>
public sealed record ToleranceInterval(double Low, double High)
{
    /// <summary>The narrowest symmetric interval between two of the values that holds the share.</summary>
    /// <param name="values">One finite value a run.</param>
    /// <param name="share">The share of all runs that it holds at least, between 0 and 1. Default: 0.9.</param>
    /// <param name="confidence">How sure that is, between 0 and 1. Default: 0.95.</param>
    /// <returns>The interval; null where there are too few values for any: 46 are needed for the defaults.</returns>
    /// <exception cref="ArgumentException">A value is not finite, or share or confidence lies outside.</exception>
    public static ToleranceInterval? Of(ReadOnlySpan<double> values, double share = 0.9, double confidence = 0.95)
    {
        Finite.Check(values, nameof(values), fewest: 0);
        CheckShare(share, nameof(share));
        CheckShare(confidence, nameof(confidence));
        var sorted = values.ToArray();
        Array.Sort(sorted);
        ToleranceInterval? narrowest = null;
        for (var left = 0; 2 * left + 1 < sorted.Length && Confidence(sorted.Length, left, share) >= confidence; left++)
        {
            narrowest = new(sorted[left], sorted[sorted.Length - 1 - left]);
        }

        return narrowest;
    }

    /// <summary>The share of all runs that lies between the smallest and the largest of n with a given confidence.</summary>
    /// <param name="runs">How many runs were made, at least 2.</param>
    /// <param name="confidence">How sure that is, between 0 and 1. Default: 0.95.</param>
    /// <returns>The share: of 3 runs 14%, of 10 61%, of 30 85%.</returns>
    public static double ShareOfRange(int runs, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 2);
        CheckShare(confidence, nameof(confidence));
        return FindRoots.OfFunction(share => Confidence(runs, 0, share) - confidence, 0, 1, 1e-9);
    }

    /// <summary>How sure it is that a share lies between the values that have <paramref name="left"/> others outside on each side.</summary>
    /// <remarks>The share between two order statistics of n values is Beta(n - 1 - 2 left, 2 + 2 left), whatever the values' distribution.</remarks>
    private static double Confidence(int runs, int left, double share) =>
        1 - SpecialFunctions.BetaRegularized(runs - 1 - 2 * left, 2 + 2 * left, share);

    private static void CheckShare(double share, string name)
    {
        if (!(share is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, share, "It lies between 0 and 1, both excluded.");
        }
    }
}
