using System.Globalization;
using RlLab.Statistics;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>What stands below a comparison's table, in sentences.</summary>
/// <param name="comparison">The settings, best first.</param>
/// <param name="sweep">The sweep.</param>
internal sealed class ComparisonWords(Comparison comparison, SweepRecord sweep)
{
    /// <summary>What the columns are, and what they are worth.</summary>
    /// <param name="showsWins">Whether there is a column of how often the best wins.</param>
    public IEnumerable<string> Notes(bool showsWins)
    {
        string?[] notes = [Legend + (showsWins ? " best wins: how likely a run of the first does better." : ""), Worth, Bias];
        return notes.OfType<string>();
    }

    /// <summary>The seeds of the setting that has the fewest with an interval; null where none has one.</summary>
    public int? FewestSeeds => comparison.Rows.Where(row => row.Score.Interval is not null).Min(row => (int?)row.Score.Finished);

    /// <summary>How much of a setting its range over seeds holds for sure; null where no setting has two seeds.</summary>
    public string? Range => FewestSeeds is not { } seeds
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Between the worst and the best of {seeds} seeds lie, with 95% confidence, at least "
            + $"{100 * ToleranceInterval.ShareOfRange(seeds):0}% of all.");

    /// <summary>A line for each setting of which runs diverged.</summary>
    public IEnumerable<string> Diverged =>
        from run in sweep.Runs
        where run.HasDiverged
        group run by run.Trial into runs
        let steps = runs.Select(run => run.DivergedAt is { } step
            ? string.Create(CultureInfo.InvariantCulture, $"step {step:N0} (seed {run.Seed})")
            : $"an unknown step (seed {run.Seed})")
        select $"trial {runs.Key} diverged at {string.Join(", ", steps)}";

    private string Legend
    {
        get
        {
            var header = sweep.Header;
            var best = header.Direction == Direction.Maximize ? "largest" : "smallest";
            var what = comparison.IsTested ? $"test, tuning: {header.Objective}," : $"{header.Objective}:";
            return $"{what} interquartile mean over seeds with a 95% bootstrap interval, {best} first.";
        }
    }

    private string? Worth => FewestSeeds is { } seeds ? IntervalCoverage.Words(seeds) : null;

    private string? Bias => comparison switch
    {
        { IsTested: true, ChosenByTuning: { } chosen } =>
            $"* biased by selection: trial {chosen.Trial} was chosen by that score, which is too good on average. "
            + "Test seeds had no part in the choice.",
        { ChosenByTuning: { } chosen, Verdict: not null } =>
            $"The score of trial {chosen.Trial} is biased by selection: the seeds that chose it also judge it.",
        _ => null,
    };
}
