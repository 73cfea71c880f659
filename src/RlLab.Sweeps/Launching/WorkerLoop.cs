using RlLab.Journal;

namespace RlLab.Sweeps;

/// <summary>Claims runs from a sweep's store and trains them one after the other, until none is left to begin.</summary>
/// <param name="store">The sweep's store.</param>
/// <param name="schedule">Says which runs are wanted.</param>
/// <param name="request">Makes what is trained of a run and the sweep that it belongs to.</param>
/// <param name="options">How to work.</param>
/// <param name="clock">The clock.</param>
public sealed class WorkerLoop(
    ISweepStore store, SweepSchedule schedule, Func<SweepHeader, RunPlanned, RunRequest> request, WorkerOptions options, TimeProvider clock)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private volatile WorkerStatus? _status;

    /// <summary>Trains a run and returns how it ended; it must not throw.</summary>
    /// <param name="run">What to train.</param>
    /// <param name="progress">To be told how far the run is, as often as it likes.</param>
    /// <param name="reported">
    /// To be told each value of the objective as it is logged; answers why the run shall be pruned, and null while it goes on.
    /// </param>
    /// <param name="stopping">Signalled when the run shall stop.</param>
    public delegate RunOutcome Train(
        RunRequest run, Action<RunProgress> progress, Func<ObjectivePoint, string?> reported, CancellationToken stopping);

    /// <summary>Works, on the calling thread, until no run is left to begin.</summary>
    /// <param name="train">Trains a run.</param>
    /// <param name="observer">Told how it goes.</param>
    /// <param name="stopping">Signalled when what trains shall stop, and nothing more begin.</param>
    public void Work(Train train, ISweepObserver observer, CancellationToken stopping)
    {
        using var stop = stopping.Register(_stop.Cancel);
        var began = clock.GetTimestamp();
        using var beat = clock.CreateTimer(_ => Beat(), null, store.Lease / 12, store.Lease / 12);
        while (!_stop.IsCancellationRequested)
        {
            var record = store.Read();
            if (record.IsCancelled)
            {
                return;
            }

            if (options.BuriesTheDead)
            {
                store.BuryTheGivenUp(record);
            }

            var (claimed, isAnyWanted) = Claim(record);
            if (claimed is not null)
            {
                TrainOne(claimed, record.Header, train, observer);
                if (!options.MayTrainAnother())
                {
                    return;
                }
            }
            else if (isAnyWanted
                || schedule.Waits(record)
                || (clock.GetElapsedTime(began) < options.WaitsForTheMissing && record.Runs.Any(run => run.State == RunState.Running)))
            {
                _stop.Token.WaitHandle.WaitOne(PollInterval);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>
    /// The first run that nobody else is faster to claim, and whether there was any to claim: one whose claim was left behind by a worker that
    /// vanished over it becomes free in a while.
    /// </summary>
    private (ClaimableRun? Claimed, bool IsAnyWanted) Claim(SweepRecord record)
    {
        var isAnyWanted = false;
        foreach (var wanted in schedule.Next(record))
        {
            isAnyWanted = true;
            if (store.TryClaim(wanted.Run, wanted.Attempt))
            {
                return (wanted, true);
            }
        }

        return (null, isAnyWanted);
    }

    private void TrainOne(ClaimableRun claimed, SweepHeader header, Train train, ISweepObserver observer)
    {
        var run = request(header, claimed.Run);
        var reports = 0L;
        var pruning = header.Pruner is { } pruner && claimed.Run.Phase == RunPhase.Tuning
            ? new RunPruning(store, pruner.Create(header.Seeds.Count), run.Id, claimed.Attempt, clock)
            : null;
        string? limit = null;
        _status = new WorkerStatus(run.Id, default, null);
        observer.Started(run);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var overdue = new CancellationTokenSource();
        using var exit = overdue.Token.Register(
            () => Exit($"{limit} It did not stop within {options.Grace.TotalSeconds:0} s, so its process was ended."));
        RunOutcome outcome;
        using (new RunWatch(
            header.Limits ?? new SweepLimits(),
            () => Interlocked.Read(ref reports) + options.Traces(run),
            options.LastWords,
            clock,
            what => observer.Told(run, what),
            why =>
            {
                limit = why;
                stop.Cancel();
                overdue.CancelAfter(options.Grace);
            }))
        {
            outcome = train(run, Report, point => pruning?.Report(point), stop.Token);
        }

        _status = null;
        pruning?.Tell();
        if (limit is not null && outcome.State == RunState.Killed)
        {
            outcome = new RunOutcome(RunState.Failed, outcome.Objective, limit);
        }

        if (outcome.State == RunState.Killed && options.GivesBack() && !store.Read().IsCancelled)
        {
            store.Release(run.Id, claimed.Attempt);
        }
        else if (!store.End(run.Id, claimed.Attempt, outcome))
        {
            outcome = new RunOutcome(RunState.Interrupted, Message: "It was taken over meanwhile: this worker had given no sign of life.");
        }

        observer.Ended(run, outcome);

        void Report(RunProgress progress)
        {
            Interlocked.Increment(ref reports);
            _status = new WorkerStatus(run.Id, progress, null);
            observer.Progressed(run, progress);
        }

        void Exit(string why)
        {
            var ended = new RunOutcome(RunState.Failed, Message: why);
            store.End(run.Id, claimed.Attempt, ended);
            observer.Ended(run, ended);
            options.Exit();
        }
    }

    private void Beat()
    {
        try
        {
            store.Beat(_status is { } status ? status with { Words = options.LastWords() } : null);
            if (store.Read().IsCancelled)
            {
                _stop.Cancel();
            }
        }
        catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
        {
            // A disk that takes nothing now may do so at the next sign; where it does not, the end of the run will tell.
        }
    }
}
