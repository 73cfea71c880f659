using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Watches workers that a Slurm cluster starts, until no run is left, or no task that could train one.</summary>
/// <param name="store">The sweep's store.</param>
/// <param name="queue">The sweep's tasks.</param>
/// <param name="screen">Told when the cluster does not answer.</param>
/// <param name="clock">The clock.</param>
internal sealed class SlurmWatch(ISweepStore store, SlurmQueue queue, Screen screen, TimeProvider clock) : ILauncher
{
    /// <summary>How long a controller may be away before nobody waits for it any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private (long At, bool GoesOn)? _asked;
    private bool _hasTold;

    /// <summary>Whether tasks may be left that go on by themselves: false once the cluster has said that there are none.</summary>
    public bool MayHaveTasks { get; private set; } = true;

    /// <inheritdoc/>
    public Task RunAsync(ISweepObserver observer, CancellationToken stopping) =>
        new StoreWatcher(store, observer, clock, GoesOnAsync).WatchAsync(store.Read(), stopping);

    private async Task<bool> GoesOnAsync(CancellationToken stopping)
    {
        var sweep = store.Read();
        if (sweep.IsCancelled || sweep.Runs.Count(run => run.HasEnded) == sweep.Total)
        {
            return false;
        }

        // Nothing trains for moments only, or for hours.
        if (_asked is { } last && clock.GetElapsedTime(last.At) < Interval)
        {
            return last.GoesOn;
        }

        var goesOn = await IsTaskLeftAsync(stopping);
        _asked = (clock.GetTimestamp(), goesOn);
        return goesOn;
    }

    private async Task<bool> IsTaskLeftAsync(CancellationToken stopping)
    {
        try
        {
            var standing = await queue.AskAsync(stopping);
            if (standing.Problem is { } problem && !_hasTold)
            {
                screen.Note($"warning: {problem}");
            }

            _hasTold = standing.Problem is not null;
            MayHaveTasks = standing.Problem is not null || standing.Active > 0;
            return MayHaveTasks && standing.Silence < Patience;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }
}
