namespace RlLab.Sweeps;

/// <summary>Has all runs of a sweep trained, as many at once as the launcher has slots, and keeps the sweep's journal.</summary>
/// <param name="store">The sweep's journal.</param>
/// <param name="launcher">Who trains.</param>
/// <param name="observer">Who is told.</param>
public sealed class SweepRunner(SweepStore store, ILauncher launcher, ISweepObserver observer)
{
    /// <summary>Runs the sweep. One run's failure does not stop the others.</summary>
    /// <param name="runs">The runs, in the order to begin them in.</param>
    /// <param name="stopping">Signalled when the sweep shall stop: no further run is begun, and those that train are stopped.</param>
    /// <exception cref="Journal.JournalWriteException">The sweep's journal cannot be written.</exception>
    public async Task RunAsync(IEnumerable<RunRequest> runs, CancellationToken stopping)
    {
        var slots = new ParallelOptions { MaxDegreeOfParallelism = launcher.Slots, CancellationToken = stopping };
        try
        {
            await Parallel.ForEachAsync(runs, slots, RunAsync).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The journal tells which runs were killed and which never began.
        }
    }

    private async ValueTask RunAsync(RunRequest run, CancellationToken stopping)
    {
        store.Started(run.Id);
        observer.Started(run);
        var outcome = await launcher.RunAsync(run, p => observer.Progressed(run, p), stopping).ConfigureAwait(false);
        store.Ended(run.Id, outcome);
        observer.Ended(run, outcome);
    }
}

/// <summary>Is told how a sweep goes, from any thread.</summary>
public interface ISweepObserver
{
    /// <summary>A run has begun.</summary>
    /// <param name="run">The run.</param>
    void Started(RunRequest run);

    /// <summary>A run tells how far it is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="progress">How far it is.</param>
    void Progressed(RunRequest run, RunProgress progress);

    /// <summary>A run has ended, one way or another.</summary>
    /// <param name="run">The run.</param>
    /// <param name="outcome">How it ended.</param>
    void Ended(RunRequest run, RunOutcome outcome);
}
