namespace RlLab.Statistics;

/// <summary>Whether paired values differ: two settings that were run with the same seeds, say.</summary>
/// <remarks>
/// Wilcoxon, "Individual comparisons by ranking methods" (1945). The p-value is exact for any number of pairs: the sums of ranks are counted over all
/// 2^n signs. Pairs without a difference are left out, and equal differences share the mean of their ranks.
/// </remarks>
public static class WilcoxonSignedRank
{
    /// <summary>The one-sided p-value for the differences being positive: small where they are.</summary>
    /// <param name="differences">One finite difference a pair.</param>
    /// <returns>The p-value; 1 where no pair differs.</returns>
    /// <exception cref="ArgumentException">A difference is not finite.</exception>
    public static double PValue(ReadOnlySpan<double> differences)
    {
        Finite.Check(differences, nameof(differences), fewest: 0);
        double[] all = [.. differences.ToArray().Where(d => d != 0).OrderBy(Math.Abs)];

        // Twice the ranks are whole numbers, with ties too.
        var ranks = new int[all.Length];
        for (var (first, next) = (0, 0); first < all.Length; first = next)
        {
            while (next < all.Length && Math.Abs(all[next]) == Math.Abs(all[first]))
            {
                next++;
            }

            ranks.AsSpan(first..next).Fill(first + 1 + next);
        }

        var sum = all.Zip(ranks).Where(pair => pair.First > 0).Sum(pair => pair.Second);
        return Sums(ranks)[sum..].Sum();
    }

    /// <summary>Whether a setting that is being run is worse than the one that it is paired with, told after each of its seeds.</summary>
    /// <param name="losses">By how much it was worse at each seed so far, in order: positive is worse. Finite.</param>
    /// <param name="planned">How many seeds it is going to have.</param>
    /// <param name="level">How likely a setting that is no worse is called so at any of the looks. Default: 0.05.</param>
    /// <returns>Whether this look says so. Ask after each seed, and stop at the first that does.</returns>
    /// <remarks>
    /// Every look is a chance to err. The level is spent evenly over the seeds (Lan and DeMets, "Discrete sequential boundaries for clinical
    /// trials", 1983): after k of n seeds k/n of it. So few signs allow only levels of 2^-k, so what a look could not spend is left to the next;
    /// the looks' levels add up to the whole, whatever the differences' distribution. With 10 seeds and 5% the earliest end is at the sixth, if it
    /// was worse each time.
    /// </remarks>
    /// <exception cref="ArgumentException">A difference is not finite, or there are more than planned.</exception>
    public static bool IsWorse(ReadOnlySpan<double> losses, int planned, double level = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(planned, losses.Length);
        var (spent, now) = (0.0, 0.0);
        for (var seeds = 1; seeds <= losses.Length; seeds++)
        {
            now = Attainable(seeds, level * seeds / planned - spent);
            spent += now;
        }

        return PValue(losses) <= now;
    }

    /// <summary>The largest level that the test can have for so many pairs and that is not above the one given.</summary>
    private static double Attainable(int pairs, double level)
    {
        var sums = Sums([.. Enumerable.Range(1, pairs).Select(rank => 2 * rank)]);
        var (tail, sum) = (0.0, sums.Length - 1);
        while (sum >= 0 && tail + sums[sum] <= level)
        {
            tail += sums[sum--];
        }

        return tail;
    }

    /// <summary>How likely each sum of ranks is where each rank counts or not with equal chances.</summary>
    private static double[] Sums(int[] ranks)
    {
        var sums = new double[ranks.Sum() + 1];
        sums[0] = 1;
        var most = 0;
        foreach (var rank in ranks)
        {
            most += rank;
            for (var sum = most; sum >= 0; sum--)
            {
                sums[sum] = 0.5 * (sums[sum] + (sum >= rank ? sums[sum - rank] : 0));
            }
        }

        return sums;
    }
}
