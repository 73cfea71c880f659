using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Tells an observer what a sweep's store tells, as long as something trains.</summary>
/// <param name="store">The store.</param>
/// <param name="observer">Who is told.</param>
/// <param name="clock">The clock.</param>
/// <param name="expectsMore">Asked, where nothing trains, whether something will. Default: null, nothing will.</param>
internal sealed class StoreWatcher(
    ISweepStore store, ISweepObserver observer, TimeProvider clock, Func<CancellationToken, Task<bool>>? expectsMore = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, RunRequest> _running = [];
    private readonly HashSet<(string Run, int Attempt)> _told = [];

    /// <summary>Given the sweep whenever it was read. Default: nothing.</summary>
    public Action<SweepRecord> Seen { get; init; } = _ => { };

    /// <summary>Whether the observer hears of a run from elsewhere, by its identity. Default: of none.</summary>
    public Func<string, bool> IsKnown { get; init; } = _ => false;

    /// <summary>Watches until nothing trains any more.</summary>
    /// <param name="sweep">The sweep as it is found.</param>
    /// <param name="stopping">Ends the watching.</param>
    public async Task WatchAsync(SweepRecord sweep, CancellationToken stopping)
    {
        _told.UnionWith(sweep.Runs.Where(run => run.State != RunState.Running).Select(run => (run.Id, run.Attempts)));

        // Between two runs of one worker nothing trains for a moment.
        for (var quiet = 0; !stopping.IsCancellationRequested; sweep = store.Read())
        {
            if (quiet >= 4 && (expectsMore is null || !await expectsMore(stopping)))
            {
                break;
            }

            Tell(sweep);
            quiet = _running.Count > 0 ? 0 : quiet + 1;
            await Task.WhenAny(Task.Delay(Interval, clock, stopping));
        }

        Tell(sweep);
    }

    private void Tell(SweepRecord sweep)
    {
        Seen(sweep);
        var working = store.Working().Values.SelectMany(work => work.All()).DistinctBy(work => work.Run).ToDictionary(work => work.Run);
        foreach (var run in sweep.Runs.Where(run => run.Attempts > 0 && !_told.Contains((run.Id, run.Attempts)) && !IsKnown(run.Id)))
        {
            if (!_running.TryGetValue(run.Id, out var request))
            {
                request = _running[run.Id] = SweepRequests.Of(sweep.Header, new RunPlanned(run.Id, run.Trial, run.Seed, run.Parameters, run.Phase));
                observer.Started(request);
            }

            if (run.State != RunState.Running)
            {
                _running.Remove(run.Id);
                _told.Add((run.Id, run.Attempts));
                if (run.State == RunState.Interrupted)
                {
                    observer.Told(request, "whoever trained it is gone.");
                }

                observer.Ended(request, new RunOutcome(run.State, run.Objective, run.Message));
            }
            else if (working.TryGetValue(run.Id, out var work))
            {
                observer.Progressed(request, work.Progress);
            }
        }
    }
}
