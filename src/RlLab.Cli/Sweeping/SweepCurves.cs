using RlLab.Statistics;
using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>Draws how the best settings of a sweep learned: interquartile means over seeds, in 95% bootstrap intervals.</summary>
internal static class SweepCurves
{
    private const int ShownSettings = 5;
    private const int Points = 60;

    /// <summary>The picture; null where no run logged anything that can be drawn over steps.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="comparison">Its settings, best first.</param>
    /// <param name="runs">The folder of runs.</param>
    public static Figure? Of(SweepRecord sweep, Comparison comparison, string runs)
    {
        // Where a setting has test runs, those that it is compared by.
        var tested = comparison.Rows.Where(row => row.IsTested).Select(row => row.Trial).ToHashSet();
        var logs = sweep.Runs
            .Where(run => run.State == RunState.Finished && run.Phase == (tested.Contains(run.Trial) ? RunPhase.Test : RunPhase.Tuning))
            .Select(run => (run.Trial, Log: RunLog.TryRead(Path.Combine(runs, run.Id))))
            .Where(run => run.Log is not null)
            .ToLookup(run => run.Trial, run => run.Log!);
        var shown = comparison.Rows.Where(row => logs.Contains(row.Trial)).Take(ShownSettings).ToList();
        var metric = shown.Count == 0 ? null : LearningCurve.MetricOf(logs[shown[0].Trial].First(), sweep.Header.Objective);
        if (metric is null)
        {
            return null;
        }

        var last = shown.SelectMany(row => logs[row.Trial]).Max(log => LastStep(log, metric));
        var lines = from row in shown
                    let seeds = logs[row.Trial].ToList()
                    select LineOf(sweep.Header, row, [.. seeds.Select(log => Binned(log, metric, last))], last) with
                    {
                        Carried = Carried(seeds, metric, last),
                        NonFinite = [.. seeds.SelectMany(log => NonFinite(log, metric)).Distinct().Order()],
                    };
        var all = comparison.Rows.Count;
        var title = shown.Count < all ? $"{sweep.Header.Title}: the {shown.Count} best of {all} settings" : sweep.Header.Title;
        return new Figure(title, [new LinePanel("", "step", metric, [.. lines])]);
    }

    private static Line LineOf(SweepHeader header, ComparisonRow row, IReadOnlyList<double[]> seeds, long last)
    {
        var random = new RandomGenerator(header.SamplerSeed).Fork(row.Trial);
        var (x, y, low, high) = (new double[Points], new double[Points], new double[Points], new double[Points]);
        for (var i = 0; i < Points; i++)
        {
            double[] values = [.. seeds.Select(seed => seed[i]).Where(double.IsFinite)];
            x[i] = last * (i + 1.0) / Points;
            y[i] = values.Length == 0 ? double.NaN : InterquartileMean.Of(values);
            (low[i], high[i]) = BootstrapInterval.Of(values, random.NextInt) is { } ends ? (ends.Low, ends.High) : (y[i], y[i]);
        }

        return new Line(NameOf(header, row), x, y, low, high);
    }

    /// <summary>Of each stretch, whether a seed has ended before it.</summary>
    private static bool[] Carried(IReadOnlyList<RunLog> seeds, string metric, long last)
    {
        var ends = seeds.Select(log => LastStep(log, metric)).Where(end => end > 0).Select(end => Bin(end, last)).ToList();
        return [.. Enumerable.Range(0, Points).Select(bin => ends.Exists(end => end < bin))];
    }

    private static IEnumerable<double> NonFinite(RunLog log, string metric) =>
        log.Metrics.GetValueOrDefault(metric, []).Where(point => !double.IsFinite(point.Value)).Select(point => (double)point.Step);

    /// <summary>A setting's name in a legend: its number and its swept values.</summary>
    /// <param name="header">What was swept.</param>
    /// <param name="row">The setting.</param>
    public static string NameOf(SweepHeader header, ComparisonRow row)
    {
        var swept = header.Swept.Where(row.Parameters.ContainsKey).Select(name => $"{name}={Numbers.ShortParameter(row.Parameters[name])}");
        return $"trial {row.Trial} {string.Join(' ', swept)}".TrimEnd();
    }

    private static long LastStep(RunLog log, string metric) => log.Metrics.TryGetValue(metric, out var points) ? points[^1].Step : 0;

    private static int Bin(long step, long last) => last <= 0 ? 0 : (int)Math.Clamp((step - 1) * (double)Points / last, 0, Points - 1);

    /// <summary>The mean of a metric in equal stretches of steps; where a stretch has no point, that of the one before.</summary>
    private static double[] Binned(RunLog log, string metric, long last)
    {
        var (sums, counts) = (new double[Points], new int[Points]);
        foreach (var point in log.Metrics.GetValueOrDefault(metric, []))
        {
            var bin = Bin(point.Step, last);
            sums[bin] += point.Value;
            counts[bin]++;
        }

        var means = new double[Points];
        for (var i = 0; i < Points; i++)
        {
            means[i] = counts[i] > 0 ? sums[i] / counts[i] : i > 0 ? means[i - 1] : double.NaN;
        }

        return means;
    }
}
