using RlLab.Journal;

namespace RlLab.Sweeps;

/// <summary>Writes a sweep's journal. Each entry is on disk when the call returns. Safe for use from several threads.</summary>
public sealed class SweepStore : IDisposable
{
    private readonly JournalWriter _journal;
    private readonly TimeProvider _clock;

    private SweepStore(JournalWriter journal, TimeProvider clock) => (_journal, _clock) = (journal, clock);

    /// <summary>Begins a sweep's journal with its plan.</summary>
    /// <param name="path">The journal's path; its folder is made where it is missing.</param>
    /// <param name="header">What is swept, and how.</param>
    /// <param name="runs">The runs that it is going to make.</param>
    /// <param name="clock">The clock that entries are dated by.</param>
    /// <exception cref="JournalWriteException">The file cannot be written.</exception>
    public static SweepStore Create(string path, SweepHeader header, IEnumerable<RunPlanned> runs, TimeProvider clock)
    {
        var store = new SweepStore(JournalWriter.Open(path), clock);
        store.Append(header);
        foreach (var run in runs)
        {
            store.Append(run);
        }

        return store;
    }

    /// <summary>Notes that a run has begun.</summary>
    /// <param name="run">The run's identity.</param>
    public void Started(string run) => Append(new RunStarted(run, _clock.GetUtcNow()));

    /// <summary>Notes that a run has ended.</summary>
    /// <param name="run">The run's identity.</param>
    /// <param name="outcome">How it ended.</param>
    public void Ended(string run, RunOutcome outcome) => Append(new RunEnded(run, _clock.GetUtcNow(), outcome));

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    private void Append(SweepEvent entry) => _journal.Append(entry.ToJson());
}
