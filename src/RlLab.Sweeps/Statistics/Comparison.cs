namespace RlLab.Sweeps;

/// <summary>The settings of a sweep, best first.</summary>
/// <param name="Rows">One row a setting; those without a single finished run come last.</param>
public sealed record Comparison(IReadOnlyList<ComparisonRow> Rows)
{
    /// <summary>Compares the settings of a sweep by the interquartile mean of their objective over seeds.</summary>
    /// <param name="sweep">The sweep, finished or not.</param>
    /// <remarks>The same sweep always gives the same intervals: each setting's are drawn from a generator of its own.</remarks>
    public static Comparison Of(SweepRecord sweep)
    {
        var rows = sweep.Runs.GroupBy(run => run.Trial).Select(runs => Row(sweep.Header, runs.Key, [.. runs])).ToList();
        var worst = sweep.Header.Direction == Direction.Maximize ? double.NegativeInfinity : double.PositiveInfinity;
        var sign = sweep.Header.Direction == Direction.Maximize ? -1 : 1;
        rows = [.. rows.OrderBy(row => sign * (row.Mean ?? worst)).ThenBy(row => row.Trial)];

        for (var i = 0; i < rows.Count; i++)
        {
            var tied = i > 0 && rows[i].Mean == rows[i - 1].Mean;
            rows[i] = rows[i] with { Rank = tied ? rows[i - 1].Rank : i + 1 };
        }

        return new Comparison(rows);
    }

    private static ComparisonRow Row(SweepHeader header, int trial, IReadOnlyList<RunRecord> runs)
    {
        double[] objectives = [.. runs.OrderBy(run => run.Seed).Where(run => run.State == RunState.Finished).Select(run => run.Objective!.Value)];
        return new ComparisonRow(
            Rank: 0,
            trial,
            runs[0].Parameters,
            objectives.Length == 0 ? null : InterquartileMean.Of(objectives),
            BootstrapInterval.Of(objectives, new RandomGenerator(header.SamplerSeed).Fork(trial)),
            Finished: objectives.Length,
            Failed: runs.Count(run => run.State == RunState.Failed),
            NotComparable: runs.Count(run => run.State == RunState.NotComparable),
            Planned: header.Seeds.Count);
    }
}

/// <summary>One setting in a comparison.</summary>
/// <param name="Rank">Its place, from 1; settings with the same mean share one.</param>
/// <param name="Trial">The setting's number in the sweep.</param>
/// <param name="Parameters">The values, as texts, by parameter.</param>
/// <param name="Mean">The interquartile mean of the objective over the finished runs; null where there are none.</param>
/// <param name="Interval">Its 95% bootstrap interval; null for fewer than two runs.</param>
/// <param name="Finished">How many runs the mean is over.</param>
/// <param name="Failed">How many runs failed.</param>
/// <param name="NotComparable">How many runs trained to their end and have no finite objective.</param>
/// <param name="Planned">How many runs the sweep planned for the setting.</param>
public sealed record ComparisonRow(
    int Rank,
    int Trial,
    IReadOnlyDictionary<string, string> Parameters,
    double? Mean,
    BootstrapInterval? Interval,
    int Finished,
    int Failed,
    int NotComparable,
    int Planned);
