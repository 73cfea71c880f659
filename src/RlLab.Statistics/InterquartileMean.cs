namespace RlLab.Statistics;

/// <summary>The mean of the middle half of the values: robust to a few bad seeds, and less noisy than the median.</summary>
/// <remarks>
/// Agarwal et al., "Deep reinforcement learning at the edge of the statistical precipice" (2021). As there, a quarter of the values,
/// rounded down, is left out at each end: of three values none, of four the smallest and the largest.
/// </remarks>
public static class InterquartileMean
{
    /// <summary>The interquartile mean of at least one value.</summary>
    /// <param name="values">Finite values, in any order; left as they are.</param>
    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public static double Of(ReadOnlySpan<double> values)
    {
        Finite.Check(values, nameof(values));
        var sorted = values.ToArray();
        return OfScratch(sorted);
    }

    /// <summary>The interquartile mean over runs and tasks together.</summary>
    /// <param name="scores">Runs x tasks, the tasks' scores on one scale. [runs, tasks]</param>
    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public static double Of(double[,] scores) => Of([.. scores.Cast<double>()]);

    /// <summary>The same, in memory that may be reordered.</summary>
    internal static double OfScratch(Span<double> values)
    {
        values.Sort();
        var cut = values.Length / 4;
        var middle = values[cut..^cut];
        var mean = Sum(middle, 1) / middle.Length;
        if (double.IsFinite(mean))
        {
            return mean;
        }

        var scale = Scaling.For(middle.Length);
        return Scaling.Back(Sum(middle, scale) / middle.Length, scale, middle[0], middle[^1]);
    }

    /// <summary>The interquartile mean of values that are there several times, or not at all.</summary>
    /// <param name="sorted">Values, smallest first.</param>
    /// <param name="counts">How often each is there; together as many as there are values.</param>
    internal static double OfCounts(ReadOnlySpan<double> sorted, ReadOnlySpan<int> counts)
    {
        var cut = sorted.Length / 4;
        var kept = sorted.Length - 2 * cut;
        var mean = Sum(sorted, counts, cut, 1) / kept;
        if (double.IsFinite(mean))
        {
            return mean;
        }

        var scale = Scaling.For(kept);
        return Scaling.Back(Sum(sorted, counts, cut, scale) / kept, scale, sorted[0], sorted[^1]);
    }

    private static double Sum(ReadOnlySpan<double> values, double scale)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value * scale;
        }

        return sum;
    }

    private static double Sum(ReadOnlySpan<double> sorted, ReadOnlySpan<int> counts, int cut, double scale)
    {
        var (left, taken, sum) = (cut, sorted.Length - 2 * cut, 0.0);
        for (var i = 0; taken > 0; i++)
        {
            var cutHere = Math.Min(left, counts[i]);
            left -= cutHere;
            var takenHere = Math.Min(taken, counts[i] - cutHere);
            taken -= takenHere;
            for (; takenHere > 0; takenHere--)
            {
                sum += sorted[i] * scale;
            }
        }

        return sum;
    }
}
