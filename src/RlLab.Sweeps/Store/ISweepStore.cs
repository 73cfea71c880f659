namespace RlLab.Sweeps;

/// <summary>The one truth about what a sweep planned, claimed and found. Safe for use from several threads, processes and machines.</summary>
/// <remarks>
/// Whatever is noted is kept when the call returns, and no end of a process, however hard, loses it. A store that is full, away or refuses says so
/// by a <see cref="SweepException"/>, a JournalException, an <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>: what trains
/// goes on through those.
/// </remarks>
public interface ISweepStore : IDisposable
{
    /// <summary>After how long without a sign of life a worker of another machine counts as gone, and its runs as free.</summary>
    TimeSpan Lease { get; }

    /// <summary>All that is known now.</summary>
    /// <exception cref="SweepException">There is no sweep, or a newer version wrote it.</exception>
    SweepRecord Read();

    /// <summary>Begins an attempt at a run, which of all workers one alone can.</summary>
    /// <param name="run">The run; the first who claims it thereby plans it.</param>
    /// <param name="attempt">Which attempt, from 1: one more than there were.</param>
    /// <param name="waits">
    /// Whether to wait, as long as the store is patient, for one that is away. Default: true; false throws at once, for whoever trains meanwhile.
    /// </param>
    /// <returns>Whether this worker has it, which it also has where the answer to an earlier claim was lost; else another was faster.</returns>
    bool TryClaim(RunPlanned run, int attempt, bool waits = true);

    /// <summary>Gives an attempt back: it counts as no death, and whoever comes next begins another.</summary>
    /// <param name="run">The run's identity.</param>
    /// <param name="attempt">Which attempt.</param>
    void Release(string run, int attempt);

    /// <summary>Notes how an attempt ended.</summary>
    /// <param name="run">The run's identity.</param>
    /// <param name="attempt">Which attempt.</param>
    /// <param name="outcome">How it ended.</param>
    /// <returns>Whether it counts; a worker that was taken for dead, and whose run another has begun again, is too late.</returns>
    bool End(string run, int attempt, RunOutcome outcome);

    /// <summary>Gives a sign of life.</summary>
    /// <param name="work">What this worker does now; null for nothing.</param>
    void Beat(WorkerStatus? work);

    /// <summary>What each worker did when it gave its last sign of life, by the worker's name.</summary>
    IReadOnlyDictionary<string, WorkerStatus> Working();

    /// <summary>Notes something about the sweep as a whole, or that a run is wanted again.</summary>
    /// <param name="entry">What.</param>
    void Note(SweepEvent entry);

    /// <summary>Takes the sweep's lead until disposed; of those who extend it, take it up or show its progress, one alone has it.</summary>
    /// <exception cref="SweepException">Another has it.</exception>
    IDisposable Lead();
}

/// <summary>What a worker does.</summary>
/// <param name="Run">The run that it trains.</param>
/// <param name="Progress">How far that is.</param>
/// <param name="Words">What the run printed last; null where it printed nothing, or nobody knows.</param>
public sealed record WorkerStatus(string Run, RunProgress Progress, string? Words)
{
    /// <summary>The runs that train beside it as lanes; null where none does.</summary>
    public IReadOnlyList<WorkerStatus>? Others { get; init; }

    /// <summary>What the worker does with each of its runs.</summary>
    public IEnumerable<WorkerStatus> All() => [this with { Others = null }, .. Others ?? []];
}
