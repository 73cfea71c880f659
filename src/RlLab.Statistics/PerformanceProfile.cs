namespace RlLab.Statistics;

/// <summary>
/// The share of runs that score above each of several thresholds: the whole distribution over seeds, where a mean is one number of it.
/// </summary>
/// <param name="Thresholds">The thresholds, ascending, in the scores' unit.</param>
/// <param name="Shares">The share of runs above each, from 0 to 1.</param>
/// <param name="Low">The lower ends of 95% bootstrap intervals of the shares, threshold by threshold.</param>
/// <param name="High">The upper ends.</param>
/// <remarks>
/// The run-score distribution of Agarwal et al. (2021), section 4.2. One profile above another everywhere is stochastically larger.
/// </remarks>
public sealed record PerformanceProfile(
    IReadOnlyList<double> Thresholds, IReadOnlyList<double> Shares, IReadOnlyList<double> Low, IReadOnlyList<double> High)
{
    /// <summary>The profile of at least one score.</summary>
    /// <param name="scores">One finite score a run.</param>
    /// <param name="thresholds">The thresholds, ascending.</param>
    /// <param name="draw">Draws a whole number from 0 to its argument, which is excluded; the same draws give the same intervals.</param>
    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public static PerformanceProfile Of(ReadOnlySpan<double> scores, IReadOnlyList<double> thresholds, Func<int, int> draw)
    {
        Finite.Check(scores, nameof(scores));
        var values = scores.ToArray();
        var drawn = new double[values.Length];
        var shares = new double[BootstrapInterval.Resamples][];
        for (var i = 0; i < shares.Length; i++)
        {
            BootstrapInterval.Draw(values, drawn, draw);
            shares[i] = Above(drawn, thresholds);
        }

        var bands = thresholds.Select((_, t) =>
        {
            var next = 0;
            return BootstrapInterval.OfDraws(() => shares[next++][t]);
        }).ToList();
        return new PerformanceProfile(thresholds, Above(values, thresholds), [.. bands.Select(b => b.Low)], [.. bands.Select(b => b.High)]);
    }

    private static double[] Above(double[] scores, IReadOnlyList<double> thresholds) =>
        [.. thresholds.Select(threshold => scores.Count(score => score > threshold) / (double)scores.Length)];
}
