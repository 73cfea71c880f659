using MathNet.Numerics.Statistics;

namespace RlLab.Statistics;

/// <summary>A 95% confidence interval by the percentile bootstrap.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <remarks>
/// Agarwal et al. (2021): runs are drawn with replacement, and the interval holds the middle 95% of the statistics of those draws. What it is worth
/// for few seeds is in <see cref="IntervalCoverage"/>.
/// </remarks>
public sealed record BootstrapInterval(double Low, double High)
{
    /// <summary>How many times the runs are drawn.</summary>
    public const int Resamples = 2_000;

    /// <summary>The interval of an interquartile mean over the runs of one setting on one task.</summary>
    /// <param name="values">One finite value a seed.</param>
    /// <param name="draw">Draws a whole number from 0 to its argument, which is excluded; the same draws give the same interval.</param>
    /// <returns>The interval; null for fewer than two values, whose spread is unknown.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static BootstrapInterval? Of(ReadOnlySpan<double> values, Func<int, int> draw)
    {
        Finite.Check(values, nameof(values), fewest: 0);
        if (values.Length < 2)
        {
            return null;
        }

        // How often each value is drawn, in their order, is all that there is to a draw: nothing need be sorted again.
        var (sorted, rankOf, drawn) = (values.ToArray(), new int[values.Length], new int[values.Length]);
        int[] places = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(sorted, places);
        for (var rank = 0; rank < places.Length; rank++)
        {
            rankOf[places[rank]] = rank;
        }

        return OfDraws(() =>
        {
            Array.Clear(drawn);
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[rankOf[draw(drawn.Length)]]++;
            }

            return InterquartileMean.OfCounts(sorted, drawn);
        });
    }

    /// <summary>The stratified interval of any statistic over several tasks: the runs of each task are drawn among themselves.</summary>
    /// <param name="scores">Runs x tasks. [runs, tasks]</param>
    /// <param name="statistic">What the interval is of, <see cref="InterquartileMean.Of(double[,])"/> say.</param>
    /// <param name="draw">Draws a whole number from 0 to its argument, which is excluded; the same draws give the same interval.</param>
    /// <returns>The interval; null for fewer than two runs, whose spread is unknown.</returns>
    public static BootstrapInterval? Of(double[,] scores, Func<double[,], double> statistic, Func<int, int> draw) =>
        scores.GetLength(0) < 2 ? null : OfDraws(() => statistic(Drawn(scores, draw)));

    /// <summary>The interval of a statistic that is drawn anew each time.</summary>
    internal static BootstrapInterval OfDraws(Func<double> statistic)
    {
        var values = new double[Resamples];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = statistic();
        }

        return OfStatistics(values);
    }

    /// <summary>The interval of the statistics of all draws, whose order it changes.</summary>
    internal static BootstrapInterval OfStatistics(double[] values) => new(Percentile(values, 0.025), Percentile(values, 0.975));

    /// <summary>Draws as many values as there are, with replacement.</summary>
    internal static void Draw(ReadOnlySpan<double> values, Span<double> drawn, Func<int, int> draw)
    {
        for (var i = 0; i < drawn.Length; i++)
        {
            drawn[i] = values[draw(values.Length)];
        }
    }

    /// <summary>As many runs as there are of each task, drawn with replacement among that task's.</summary>
    internal static double[,] Drawn(double[,] scores, Func<int, int> draw)
    {
        var (runs, tasks) = (scores.GetLength(0), scores.GetLength(1));
        var drawn = new double[runs, tasks];
        for (var run = 0; run < runs; run++)
        {
            for (var task = 0; task < tasks; task++)
            {
                drawn[run, task] = scores[draw(runs), task];
            }
        }

        return drawn;
    }

    /// <summary>A percentile by linear interpolation between the two nearest values, as NumPy has it.</summary>
    private static double Percentile(double[] values, double share)
    {
        var position = share * (values.Length - 1);
        var place = (int)position;

        // To find two places takes less than to sort all; they are counted from one.
        var below = ArrayStatistics.OrderStatisticInplace(values, place + 1);
        var above = ArrayStatistics.OrderStatisticInplace(values, Math.Min(place + 2, values.Length));
        var (part, distance) = (position - place, above - below);
        return double.IsFinite(distance) ? below + part * distance : below * (1 - part) + above * part;
    }
}
