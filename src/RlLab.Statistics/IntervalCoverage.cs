namespace RlLab.Statistics;

/// <summary>What a 95% bootstrap interval of an interquartile mean is worth: how often it covers the true value.</summary>
/// <remarks>
/// The percentile bootstrap can be no wider than the values that it draws from, and so covers less the fewer they are. The shares are the mean of
/// four populations (normal, uniform, exponential, two humps) and simulated by a test, which holds them.
/// </remarks>
public static class IntervalCoverage
{
    /// <summary>From so many seeds on an interval is as good as its name, to two points.</summary>
    public const int EnoughSeeds = 10;

    private static readonly double[] Shares = [0.5, 0.75, 0.87, 0.89, 0.91, 0.91, 0.93, 0.93];

    /// <summary>The share of intervals that cover the true value.</summary>
    /// <param name="seeds">Over how many seeds, at least 2.</param>
    public static double Of(int seeds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 2);
        return seeds >= EnoughSeeds ? 0.94 : Shares[seeds - 2];
    }

    /// <summary>What readers of an interval should know, in a sentence; null where it is worth its name.</summary>
    /// <param name="seeds">Over how many seeds, at least 2.</param>
    public static string? Words(int seeds) => seeds >= EnoughSeeds
        ? null
        : $"An interval of {seeds} seeds {(seeds <= 3 ? "is their range: it " : "")}covers the true value some {100 * Of(seeds):0}% of the time, "
            + "not 95%.";
}
