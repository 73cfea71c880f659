using RlLab.Statistics;

namespace RlLab.Sweeps;

/// <summary>Which runs with test seeds are wanted, so that a winner is not called one by the seeds that it was chosen by.</summary>
/// <remarks>
/// The best settings by their tuning runs are run with one group of test seeds, the same for each. Until decided, AdaStop (<see cref="AdaStop"/>)
/// then compares them group by group, and settings whose order is not decided get another group. A test run that failed is left out of its group, and
/// not wanted again. All of it is a function of the record and the options alone.
/// </remarks>
public static class Confirmation
{
    /// <summary>
    /// The first test seed, and one more than the largest tuning seed that there can be: however often a sweep is extended, no seed that tunes ever
    /// tests.
    /// </summary>
    public const long FirstTestSeed = 1_000_000;

    /// <summary>The runs that are wanted and not in the record yet.</summary>
    /// <param name="sweep">What was planned and found so far.</param>
    /// <param name="options">Which settings are run again, and how often.</param>
    /// <returns>
    /// The runs, seed by seed; empty while a tuning run is missing or has not ended, and where nothing is left to find out. Which they are does not
    /// depend on how many of a group train at once, nor on which ends first: another group is wanted when the one before has ended.
    /// </returns>
    public static IReadOnlyList<WantedRun> Next(SweepRecord sweep, ConfirmationOptions options)
    {
        sweep = sweep.WithLastTries();
        var settings = sweep.IsTuned ? Chosen(sweep, options) : [];
        if (settings.Count < 2)
        {
            return [];
        }

        var seeds = TestSeeds.Of(sweep, options);
        var first = seeds.Missing(settings, ofGroup: 0);
        if (first.Count > 0 || options.UntilDecided is not { } test)
        {
            return first;
        }

        var scores = settings.Select(seeds.Groups).ToList();
        var undecided = Compare(sweep, scores, test)
            .Where(pair => pair.Decision == AgentDecision.Undecided)
            .SelectMany(pair => (int[])[pair.One, pair.Other])
            .Distinct().Order().ToList();
        var next = undecided.Count == 0 ? [] : seeds.Missing([.. undecided.Select(i => settings[i])], undecided.Min(i => scores[i].Count));
        return seeds.Made.Count + next.Count <= (options.Budget ?? int.MaxValue) ? next : [];
    }

    /// <summary>How many test runs there are going to be, as far as that can be known.</summary>
    /// <param name="sweep">What was planned and found so far.</param>
    /// <param name="options">Which settings are run again, and how often.</param>
    public static int Count(SweepRecord sweep, ConfirmationOptions options)
    {
        var made = sweep.Runs.Count(run => run.Phase == RunPhase.Test);
        return sweep.IsTuned ? made + Next(sweep, options).Count : Math.Max(made, options.Runs(sweep.Header.Trials, sweep.Header.Seeds.Count));
    }

    /// <summary>What AdaStop says of each setting that was confirmed beside the one with the best mean; null where it was not asked.</summary>
    /// <param name="sweep">What was planned and found so far.</param>
    /// <param name="leader">The setting that the others are compared with.</param>
    /// <returns>By setting, whether the leader is better, worse, equal, or nothing is decided yet.</returns>
    internal static IReadOnlyDictionary<int, AgentDecision>? Decisions(SweepRecord sweep, int leader)
    {
        sweep = sweep.WithLastTries();
        if (sweep.Header.Confirmation is not { UntilDecided: { } test } options || !sweep.IsTuned
            || Chosen(sweep, options) is not { Count: >= 2 } settings || settings.IndexOf(leader) is var place && place < 0)
        {
            return null;
        }

        var seeds = TestSeeds.Of(sweep, options);
        var isMaximized = sweep.Header.Direction == Direction.Maximize;
        return Compare(sweep, [.. settings.Select(seeds.Groups)], test).Where(pair => pair.One == place || pair.Other == place)
            .ToDictionary(
                pair => settings[pair.One == place ? pair.Other : pair.One],
                pair => (pair.Decision, pair.One == place == isMaximized) switch
                {
                    (AgentDecision.Larger, false) => AgentDecision.Smaller,
                    (AgentDecision.Smaller, false) => AgentDecision.Larger,
                    var (decision, _) => decision,
                });
    }

    private static IReadOnlyList<AgentComparison> Compare(SweepRecord sweep, IReadOnlyList<IReadOnlyList<double[]>> scores, AdaStopOptions test) =>
        AdaStop.Compare(scores, test, new RandomGenerator(sweep.Header.SamplerSeed).NextInt);

    /// <summary>The best settings by their tuning runs; those of which a run was pruned come after those that show all their seeds.</summary>
    private static List<int> Chosen(SweepRecord sweep, ConfirmationOptions options)
    {
        var sign = sweep.Header.Direction == Direction.Maximize ? -1 : 1;
        return
        [
            .. (from run in sweep.Runs
                where run.Phase == RunPhase.Tuning
                group run by run.Trial into runs
                let objectives = runs.Where(run => run.State == RunState.Finished).OrderBy(run => run.Seed)
                    .Select(run => run.Objective!.Value).ToArray()
                where objectives.Length > 0
                orderby runs.Any(run => run.State == RunState.Pruned), sign * InterquartileMean.Of(objectives), runs.Key
                select runs.Key).Take(options.Settings),
        ];
    }

    /// <summary>Test seeds in groups, and the runs that were made with them.</summary>
    private sealed record TestSeeds(int Size, Dictionary<(int Trial, long Seed), RunRecord> Made)
    {
        public static TestSeeds Of(SweepRecord sweep, ConfirmationOptions options) => new(
            options.Seeds ?? sweep.Header.Seeds.Count,
            sweep.Runs.Where(run => run.Phase == RunPhase.Test).ToDictionary(run => (run.Trial, run.Seed)));

        public IReadOnlyList<WantedRun> Missing(IReadOnlyList<int> trials, int ofGroup) =>
        [
            .. from seed in SeedsOf(ofGroup)
               from trial in trials
               where !Made.ContainsKey((trial, seed))
               select new WantedRun(trial, seed, RunPhase.Test),
        ];

        /// <summary>A setting's groups, each without the runs that failed, up to one that has not ended or in which all failed.</summary>
        public IReadOnlyList<double[]> Groups(int trial) =>
            [.. Enumerable.Range(0, int.MaxValue).Select(group => Finished(trial, group)).TakeWhile(finished => finished.Length > 0)];

        private double[] Finished(int trial, int group) => SeedsOf(group).All(seed => Made.GetValueOrDefault((trial, seed)) is { HasEnded: true })
            ? [.. SeedsOf(group).Select(seed => Made[(trial, seed)]).Where(run => run.State == RunState.Finished).Select(run => run.Objective!.Value)]
            : [];

        private IEnumerable<long> SeedsOf(int group) => Enumerable.Range(0, Size).Select(i => FirstTestSeed + (long)group * Size + i);
    }
}

/// <summary>A run that is wanted.</summary>
/// <param name="Trial">The number of its setting.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Phase">What it is for.</param>
public sealed record WantedRun(int Trial, long Seed, RunPhase Phase);
