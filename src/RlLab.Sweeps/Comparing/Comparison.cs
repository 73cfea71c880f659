using RlLab.Statistics;

namespace RlLab.Sweeps;

/// <summary>The settings of a sweep, best first, and what can be said of them.</summary>
/// <param name="Rows">One row a setting; those without a single finished run come last.</param>
/// <param name="Verdict">Whether one of them is the best; null where there is but one.</param>
/// <param name="Importances">
/// How much each parameter has to do with which settings are the best, largest first; empty for fewer than ten settings.
/// </param>
public sealed record Comparison(IReadOnlyList<ComparisonRow> Rows, Verdict? Verdict, IReadOnlyList<ParameterImportance> Importances)
{
    /// <summary>Whether settings were run with test seeds, and are compared by those.</summary>
    public bool IsTested => Rows.Any(row => row.IsTested);

    /// <summary>The setting with the best score over the tuning seeds, which chose it; null where no tuning run is finished.</summary>
    public ComparisonRow? ChosenByTuning { get; init; }

    /// <summary>Compares the settings of a sweep by the interquartile mean of their objective over seeds.</summary>
    /// <param name="sweep">The sweep, finished or not.</param>
    /// <remarks>
    /// A setting that has test runs is compared by those, and stands before those that have none. The same sweep always gives the same intervals:
    /// each setting's are drawn from a generator of its own. A setting of which a run was pruned stands after those of which none was: without its
    /// bad seeds it looks better than it is.
    /// </remarks>
    public static Comparison Of(SweepRecord sweep)
    {
        sweep = sweep.WithLastTries();
        var rows = sweep.Runs.GroupBy(run => run.Trial).Select(runs => Row(sweep.Header, runs.Key, [.. runs])).ToList();
        var worst = sweep.Header.Direction == Direction.Maximize ? double.NegativeInfinity : double.PositiveInfinity;
        var sign = sweep.Header.Direction == Direction.Maximize ? -1 : 1;
        rows = [.. rows.OrderBy(row => !row.IsTested).ThenBy(row => row.Score.Mean is null).ThenBy(row => row.HidesSeeds)
            .ThenBy(row => sign * (row.Score.Mean ?? worst)).ThenBy(row => row.Trial)];

        for (var i = 0; i < rows.Count; i++)
        {
            var tied = i > 0 && rows[i].Score.Mean == rows[i - 1].Score.Mean && rows[i].IsTested == rows[i - 1].IsTested
                && rows[i].HidesSeeds == rows[i - 1].HidesSeeds;
            rows[i] = rows[i] with { Rank = tied ? rows[i - 1].Rank : i + 1, BestWins = Wins.Of(sweep.Header, rows[0], rows[i]) };
        }

        return new Comparison(rows, Verdict.Of(rows, sweep), ParameterImportance.Of(sweep))
        {
            ChosenByTuning = rows.Where(row => row.Tuning.Mean is not null)
                .OrderBy(row => row.Tuning.Pruned > 0).ThenBy(row => sign * row.Tuning.Mean).ThenBy(row => row.Trial).FirstOrDefault(),
        };
    }

    private static ComparisonRow Row(SweepHeader header, int trial, IReadOnlyList<RunRecord> runs)
    {
        var random = new RandomGenerator(header.SamplerSeed).Fork(trial);
        var phases = runs.ToLookup(run => run.Phase);
        var tuning = SettingScore.Of(phases[RunPhase.Tuning], header.Seeds.Count, random);
        var test = phases.Contains(RunPhase.Test) ? SettingScore.Of(phases[RunPhase.Test], 0, random.Fork(1)) : null;
        return new ComparisonRow(Rank: 0, trial, runs[0].Parameters, tuning, test, BestWins: null);
    }
}

/// <summary>One setting in a comparison.</summary>
/// <param name="Rank">Its place, from 1; settings with the same mean share one.</param>
/// <param name="Trial">The setting's number in the sweep.</param>
/// <param name="Parameters">The values, as texts, by parameter.</param>
/// <param name="Tuning">What it came to with the seeds that settings are chosen by.</param>
/// <param name="Test">What it came to with seeds that had no part in the choice; null where it was not run with any.</param>
/// <param name="BestWins">How likely the best setting does better; null for itself, and where one of both has fewer than two finished runs.</param>
public sealed record ComparisonRow(
    int Rank, int Trial, IReadOnlyDictionary<string, string> Parameters, SettingScore Tuning, SettingScore? Test, Wins? BestWins)
{
    /// <summary>Whether a test run of it is finished.</summary>
    public bool IsTested => Test?.Mean is not null;

    /// <summary>Whether it is compared by its tuning runs, of which one was pruned.</summary>
    internal bool HidesSeeds => !IsTested && Tuning.Pruned > 0;

    /// <summary>What it is compared by: the test runs where one is finished, else the tuning runs.</summary>
    public SettingScore Score => IsTested ? Test! : Tuning;
}
