using RlLab.Statistics;

namespace RlLab.Sweeps;

/// <summary>Which runs with test seeds are wanted next, so that a winner is not called one by the seeds that it was chosen by.</summary>
public static class Confirmation
{
    /// <summary>The runs that are wanted and not in the record yet.</summary>
    /// <param name="sweep">What was planned and found so far.</param>
    /// <param name="options">Which settings are run again, and how often.</param>
    /// <returns>
    /// The runs, seed by seed; empty while a run goes on or was stopped and waits to be resumed, and where nothing is left to find out. It depends
    /// on the record and the options alone.
    /// </returns>
    /// <remarks>
    /// The best settings by their tuning runs are run with one group of fresh seeds, the same for each: those behind the largest tuning seed. Until
    /// decided, AdaStop (<see cref="AdaStop"/>) then compares them group by group, and settings whose order is not decided get another group. A
    /// test run that failed is left out of its group, and not wanted again.
    /// </remarks>
    public static IReadOnlyList<WantedRun> Next(SweepRecord sweep, ConfirmationOptions options)
    {
        var runs = sweep.WithLastTries().Runs;
        var tuning = runs.Where(run => run.Phase == RunPhase.Tuning).ToList();
        List<int> settings =
        [
            .. Comparison.Of(sweep with { Runs = tuning }).Rows
                .Where(row => row.Tuning.Mean is not null).Take(options.Settings).Select(row => row.Trial),
        ];
        if (settings.Count < 2 || runs.Any(run => run.State is RunState.Planned or RunState.Running or RunState.Interrupted or RunState.Killed))
        {
            return [];
        }

        var seeds = new TestSeeds(
            First: tuning.Select(run => run.Seed).Concat(sweep.Header.Seeds).Max() + 1,
            Size: options.Seeds ?? sweep.Header.Seeds.Count,
            runs.Where(run => run.Phase == RunPhase.Test).ToDictionary(run => (run.Trial, run.Seed)));
        var first = seeds.Missing(settings, ofGroup: 0);
        if (first.Count > 0 || options.UntilDecided is not { } test)
        {
            return first;
        }

        var scores = settings.Select(seeds.Groups).ToList();
        var undecided = AdaStop.Compare(scores, test, new RandomGenerator(sweep.Header.SamplerSeed).NextInt)
            .Where(pair => pair.Decision == AgentDecision.Undecided)
            .SelectMany(pair => (int[])[pair.One, pair.Other])
            .Distinct().Order().ToList();
        var next = undecided.Count == 0 ? [] : seeds.Missing([.. undecided.Select(i => settings[i])], undecided.Min(i => scores[i].Count));
        return seeds.Made.Count + next.Count <= (options.Budget ?? int.MaxValue) ? next : [];
    }

    /// <summary>Test seeds in groups, and the runs that were made with them.</summary>
    private sealed record TestSeeds(long First, int Size, Dictionary<(int Trial, long Seed), RunRecord> Made)
    {
        public IReadOnlyList<WantedRun> Missing(IReadOnlyList<int> trials, int ofGroup) =>
        [
            .. from seed in SeedsOf(ofGroup)
               from trial in trials
               where !Made.ContainsKey((trial, seed))
               select new WantedRun(trial, seed, RunPhase.Test),
        ];

        /// <summary>A setting's groups, each without the runs that failed, up to one that was not run or in which all failed.</summary>
        public IReadOnlyList<double[]> Groups(int trial) =>
            [.. Enumerable.Range(0, int.MaxValue).Select(group => Finished(trial, group)).TakeWhile(finished => finished.Length > 0)];

        private double[] Finished(int trial, int group) => SeedsOf(group).All(seed => Made.ContainsKey((trial, seed)))
            ? [.. SeedsOf(group).Select(seed => Made[(trial, seed)]).Where(run => run.State == RunState.Finished).Select(run => run.Objective!.Value)]
            : [];

        private IEnumerable<long> SeedsOf(int group) => Enumerable.Range(0, Size).Select(i => First + (long)group * Size + i);
    }
}

/// <summary>A run that is wanted.</summary>
/// <param name="Trial">The number of its setting.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Phase">What it is for.</param>
public sealed record WantedRun(int Trial, long Seed, RunPhase Phase);
