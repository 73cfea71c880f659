namespace RlLab.Sweeps;

/// <summary>A 95% confidence interval of an interquartile mean over seeds.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <remarks>
/// The percentile bootstrap of Agarwal et al. (2021): seeds are drawn with replacement, and the interval holds the middle 95% of the
/// interquartile means of those draws. Their strata are tasks; a setting is compared on one task, so there is one stratum.
/// </remarks>
public sealed record BootstrapInterval(double Low, double High)
{
    /// <summary>How many times the seeds are drawn.</summary>
    public const int Resamples = 2_000;

    /// <summary>The interval for the runs of one setting.</summary>
    /// <param name="values">One finite value a seed.</param>
    /// <param name="random">The generator to draw with; the same generator gives the same interval.</param>
    /// <returns>The interval; null for fewer than two values, whose spread is unknown.</returns>
    public static BootstrapInterval? Of(ReadOnlySpan<double> values, RandomGenerator random)
    {
        if (values.Length < 2)
        {
            return null;
        }

        var means = new double[Resamples];
        var drawn = new double[values.Length];
        for (var i = 0; i < means.Length; i++)
        {
            for (var j = 0; j < drawn.Length; j++)
            {
                drawn[j] = values[random.NextInt(values.Length)];
            }

            means[i] = InterquartileMean.OfScratch(drawn);
        }

        Array.Sort(means);
        return new BootstrapInterval(Percentile(means, 0.025), Percentile(means, 0.975));
    }

    /// <summary>A percentile by linear interpolation between the two nearest values, as NumPy has it.</summary>
    private static double Percentile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
