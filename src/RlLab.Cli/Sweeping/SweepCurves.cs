using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>Draws how the best settings of a sweep learned: the interquartile mean over seeds, in its 95% bootstrap interval.</summary>
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
        var logs = sweep.Runs.Where(run => run.Counts)
            .Select(run => (run.Trial, Log: RunLog.TryRead(Path.Combine(runs, run.Id))))
            .Where(run => run.Log is not null)
            .ToLookup(run => run.Trial, run => run.Log!);
        var shown = comparison.Rows.Where(row => logs.Contains(row.Trial)).Take(ShownSettings).ToList();
        var metric = shown.Select(row => LearningCurve.MetricOf(logs[row.Trial].First(), sweep.Header.Objective)).FirstOrDefault();
        if (metric is null)
        {
            return null;
        }

        var last = shown.SelectMany(row => logs[row.Trial]).Max(log => log.Metrics.TryGetValue(metric, out var points) ? points[^1].Step : 0);
        var lines = shown.Select(row => LineOf(sweep.Header, row, [.. logs[row.Trial].Select(log => Binned(log, metric, last))], last));
        return new Figure($"{sweep.Header.Experiment}: the best settings", [new LinePanel("", "step", metric, [.. lines])]);
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
            (low[i], high[i]) = BootstrapInterval.Of(values, random) is { } interval ? (interval.Low, interval.High) : (y[i], y[i]);
        }

        var swept = string.Join(' ', header.Swept.Select(name => $"{name}={Numbers.ShortParameter(row.Parameters[name])}"));
        return new Line($"trial {row.Trial} {swept}", x, y, low, high);
    }

    /// <summary>The mean of a metric in each of some equal stretches of steps; where a stretch has no point, that of the one before.</summary>
    private static double[] Binned(RunLog log, string metric, long last)
    {
        var (sums, counts) = (new double[Points], new int[Points]);
        foreach (var point in log.Metrics.GetValueOrDefault(metric, []))
        {
            var bin = last <= 0 ? 0 : (int)Math.Clamp((point.Step - 1) * (double)Points / last, 0, Points - 1);
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
