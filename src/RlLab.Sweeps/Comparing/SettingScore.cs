using RlLab.Statistics;

namespace RlLab.Sweeps;

/// <summary>What the runs of one setting came to, over seeds of one phase.</summary>
/// <param name="Objectives">The objective of each finished run, in the order of seeds.</param>
/// <param name="Mean">Their interquartile mean; null where there are none.</param>
/// <param name="Interval">Its 95% bootstrap interval; null for fewer than two runs.</param>
/// <param name="Failed">How many runs failed.</param>
/// <param name="NotComparable">How many runs trained to their end and have no finite objective.</param>
/// <param name="Pruned">How many runs a pruner ended.</param>
/// <param name="Planned">How many runs were planned.</param>
public sealed record SettingScore(
    IReadOnlyList<double> Objectives, double? Mean, BootstrapInterval? Interval, int Failed, int NotComparable, int Pruned, int Planned)
{
    /// <summary>How many runs the mean is over.</summary>
    public int Finished => Objectives.Count;

    /// <summary>Scores the runs of one setting.</summary>
    internal static SettingScore Of(IEnumerable<RunRecord> runs, int planned, RandomGenerator random)
    {
        var all = runs.OrderBy(run => run.Seed).ToList();
        double[] objectives = [.. all.Where(run => run.State == RunState.Finished).Select(run => run.Objective!.Value)];
        return new SettingScore(
            objectives,
            objectives.Length == 0 ? null : InterquartileMean.Of(objectives),
            BootstrapInterval.Of(objectives, random.NextInt),
            Failed: all.Count(run => run.State == RunState.Failed),
            NotComparable: all.Count(run => run.State == RunState.NotComparable),
            Pruned: all.Count(run => run.State == RunState.Pruned),
            Planned: Math.Max(planned, all.Count));
    }
}

/// <summary>How likely a run of the best setting does better than one of another.</summary>
/// <param name="Probability">From 0 to 1; a tie counts half.</param>
/// <param name="Interval">Its 95% bootstrap interval.</param>
/// <remarks><see cref="ProbabilityOfImprovement"/>, with the objective's good end as the higher one.</remarks>
public sealed record Wins(double Probability, BootstrapInterval Interval)
{
    internal static Wins? Of(SweepHeader header, ComparisonRow best, ComparisonRow other)
    {
        // Test runs beside tuning runs would be fresh seeds beside chosen ones.
        if (best.Trial == other.Trial || best.IsTested != other.IsTested)
        {
            return null;
        }

        double[] bests = [.. best.Score.Objectives];
        double[] others = [.. other.Score.Objectives];
        var (upper, lower) = header.Direction == Direction.Maximize ? (bests, others) : (others, bests);
        var random = new RandomGenerator(header.SamplerSeed).Fork(other.Trial).Fork(2);
        return ProbabilityOfImprovement.Interval(upper, lower, random.NextInt) is { } interval
            ? new Wins(ProbabilityOfImprovement.Of(upper, lower), interval)
            : null;
    }
}
