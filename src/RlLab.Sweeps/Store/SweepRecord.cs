using RlLab.Journal;

namespace RlLab.Sweeps;

/// <summary>A sweep as its store tells it; complete or not, and also while the sweep is still going.</summary>
/// <param name="Header">What is swept, and how.</param>
/// <param name="Runs">Its runs, in the order of the plan; those of a sampler that learns only as far as their settings are determined.</param>
public sealed record SweepRecord(SweepHeader Header, IReadOnlyList<RunRecord> Runs)
{
    /// <summary>How often the sweep was taken up again.</summary>
    public int Round { get; init; }

    /// <summary>Whether it was cancelled, and not taken up again since.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>What was asked for from a cluster, in this order.</summary>
    public IReadOnlyList<TasksSubmitted> Submitted { get; init; } = [];

    /// <summary>How many runs it makes in all, also those whose settings are not determined yet, and those that confirm the winner.</summary>
    public int Total => Header.Trials * Header.Seeds.Count + (Header.Confirmation is { } options ? Confirmation.Count(this, options) : 0);

    /// <summary>How many runs that is, as people reckon it: 4 trials x 2 seeds + 6 test runs = 14 runs.</summary>
    public string Size =>
        SweepPlan.SizeOf(Header.Trials, Header.Seeds.Count, Total - Header.Trials * Header.Seeds.Count, Header.Confirmation);

    /// <summary>Whether every setting has been run with every tuning seed, so that the best can be chosen.</summary>
    internal bool IsTuned => Runs.Count(run => run is { Phase: RunPhase.Tuning, HasEnded: true }) >= Header.Trials * Header.Seeds.Count;

    /// <summary>Reads a sweep; entries that this version does not know are left out.</summary>
    /// <param name="path">The path of the sweep's own journal; those of its workers lie in <c>workers</c> beside it.</param>
    /// <exception cref="SweepException">The journal does not begin with a sweep, since the process was killed before it wrote one; or a newer version
    /// wrote it.</exception>
    /// <exception cref="JournalException">A file cannot be read.</exception>
    public static SweepRecord Read(string path)
    {
        // Nothing is noted, and who is looked at once only is not missed yet: no time has a part in it.
        using var store = new JournalFolder(path, TimeProvider.System);
        return store.Read();
    }

    /// <summary>The same with one run of each setting, seed and phase: of those that were tried again, the last try.</summary>
    internal SweepRecord WithLastTries() =>
        this with { Runs = [.. Runs.GroupBy(run => (run.Trial, run.Seed, run.Phase)).Select(tries => tries.Last())] };
}
