using System.Collections.Concurrent;

namespace RlLab.Sweeps;

/// <summary>Claims runs from a sweep's store and has them trained, until none is left to begin.</summary>
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
    private readonly ConcurrentDictionary<string, ClaimedRun> _training = new();
    private readonly HashSet<string> _alone = [];
    private readonly Lock _beating = new();
    private string _group = "";
    private int _most = int.MaxValue;
    private ClaimableRun? _unanswered;
    private bool _isOver;
    private long? _foundNone;

    /// <summary>Trains a run and returns how it ended; it must not throw.</summary>
    /// <param name="run">What to train.</param>
    /// <param name="progress">To be told how far the run is, as often as it likes.</param>
    /// <param name="reported">
    /// To be told each value of the objective as it is logged; answers why the run shall be pruned, and null while it goes on.
    /// </param>
    /// <param name="stopping">Signalled when the run shall stop.</param>
    public delegate RunOutcome Train(
        RunRequest run, Action<RunProgress> progress, Func<ObjectivePoint, string?> reported, CancellationToken stopping);

    /// <summary>How many runs train now.</summary>
    public int Training => _training.Count;

    /// <summary>Works, on the calling thread, until no run is left to begin; trains one run after the other.</summary>
    /// <param name="train">Trains a run.</param>
    /// <param name="observer">Told how it goes.</param>
    /// <param name="stopping">Signalled when what trains shall stop, and nothing more begin.</param>
    public void Work(Train train, ISweepObserver observer, CancellationToken stopping) => Work(
        next =>
        {
            while (next() is { } run)
            {
                run.End(train(run.Request, run.Report, run.Report, run.Stopping));
            }
        },
        observer,
        stopping);

    /// <summary>Works, on the calling thread, until no run is left to begin; trains as many at once as the sweep's store says.</summary>
    /// <param name="train">
    /// Trains the runs that it asks for, several at once as lanes of one program if it likes; it ends each, and returns when the last has ended. It
    /// is given runs of one group as long as it trains others of it, and null while there is none for it: it may ask again as often as it likes.
    /// </param>
    /// <param name="observer">Told how it goes.</param>
    /// <param name="stopping">Signalled when what trains shall stop, and nothing more begin.</param>
    public void Work(Action<Func<ClaimedRun?>> train, ISweepObserver observer, CancellationToken stopping)
    {
        using var stop = stopping.Register(_stop.Cancel);
        var began = clock.GetTimestamp();
        using var beat = clock.CreateTimer(_ => Beat(), null, store.Lease / 12, store.Lease / 12);
        try
        {
            ClaimAndTrain(train, observer, began);
        }
        finally
        {
            // Whoever returns from here closes the store, and a sign of life on its way to a closed one would end the process.
            lock (_beating)
            {
                _isOver = true;
            }
        }
    }

    private void ClaimAndTrain(Action<Func<ClaimedRun?>> train, ISweepObserver observer, long began)
    {
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

            var (claimed, isAnyWanted) = Claim(schedule.Next(record), waits: true);
            if (claimed is not null)
            {
                TrainGroup(claimed, record.Header, train, observer);
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

    /// <summary>Lets no more than so many runs train at once from here on; to be called on the thread that works.</summary>
    /// <param name="runs">How many, at least 1.</param>
    public void Narrow(int runs) => _most = Math.Max(1, Math.Min(_most, runs));

    /// <summary>Lets the runs of the group that trains now train one at a time from here on; to be called on the thread that works.</summary>
    public void TrainGroupOneAtATime() => _alone.Add(_group);

    /// <summary>
    /// The first run that nobody else is faster to claim, and whether there was any to claim: one whose claim was left behind by a worker that
    /// vanished over it becomes free in a while.
    /// </summary>
    private (ClaimableRun? Claimed, bool IsAnyWanted) Claim(IEnumerable<ClaimableRun> runs, bool waits)
    {
        var isAnyWanted = false;

        // Where a store went away over a claim, it may have it all the same: it is asked for first, since nobody else can train that run.
        foreach (var wanted in _unanswered is { } unanswered ? runs.Prepend(unanswered) : runs)
        {
            (isAnyWanted, _unanswered) = (true, wanted);
            var isClaimed = store.TryClaim(wanted.Run, wanted.Attempt, waits);
            _unanswered = null;
            if (isClaimed)
            {
                return (wanted, true);
            }
        }

        return (null, isAnyWanted);
    }

    /// <summary>Has a run trained, and others of its group beside it.</summary>
    private void TrainGroup(ClaimableRun first, SweepHeader header, Action<Func<ClaimedRun?>> train, ISweepObserver observer)
    {
        ClaimedRun? begun = Begin(first, header, observer);
        _foundNone = null;
        _group = schedule.GroupOf(first.Run);
        train(() =>
        {
            if (begun is { } run)
            {
                begun = null;
                return run;
            }

            // Once all have ended, whoever is most wanted comes next, of whichever group.
            return first.HasDied || _training.IsEmpty || _alone.Contains(_group) ? null : ClaimBeside(observer);
        });
    }

    /// <summary>A run of the group that trains; null where there is none for this worker now.</summary>
    private ClaimedRun? ClaimBeside(ISweepObserver observer)
    {
        // Lanes ask at every turn, and the store is files: where there was nothing, it is looked at again once a run has ended, or in a while.
        if (_foundNone is { } then && clock.GetElapsedTime(then) < PollInterval)
        {
            return null;
        }

        var claimed = TryClaimBeside(observer);
        _foundNone = claimed is null ? clock.GetTimestamp() : null;
        return claimed;
    }

    private ClaimedRun? TryClaimBeside(ISweepObserver observer)
    {
        try
        {
            // What the first one has changed in static fields already, the others would find.
            if (_stop.IsCancellationRequested || _training.Count >= _most || (_training.Count == 1 && !options.MayTrainAnother())
                || store.Read() is not { IsCancelled: false, Header.Settings.Lanes: { } lanes } record || _training.Count >= lanes.Width)
            {
                return null;
            }

            var wanted = schedule.Next(record).Where(run => !run.HasDied && schedule.GroupOf(run.Run) == _group).ToList();
            return wanted.Count > 0 && _training.Count < Share(wanted, record, lanes.Workers) && Claim(wanted, waits: false).Claimed is { } claimed
                ? Begin(claimed, record.Header, observer)
                : null;
        }
        catch (Exception e) when (e.IsOfStore())
        {
            // Those that train go on to their ends; whoever then needs another run waits for the store, or ends with its error.
            return null;
        }
    }

    /// <summary>How many runs of a group one of the workers has, so that each has its share before any has more.</summary>
    private int Share(IReadOnlyList<ClaimableRun> wanted, SweepRecord record, int workers)
    {
        var training = record.Runs.Count(run => run.State == RunState.Running
            && schedule.GroupOf(new RunPlanned(run.Id, run.Trial, run.Seed, run.Parameters, run.Phase)) == _group);
        return (wanted.Count + training + workers - 1) / workers;
    }

    private ClaimedRun Begin(ClaimableRun claimed, SweepHeader header, ISweepObserver observer)
    {
        var run = new ClaimedRun(
            claimed,
            request(header, claimed.Run),
            header,
            store,
            observer,
            options,
            clock,
            () => _training.Count,
            left =>
            {
                _training.TryRemove(left.Request.Id, out _);
                _foundNone = null;
            },
            _stop.Token);
        return _training[run.Request.Id] = run;
    }

    private void Beat()
    {
        var isCancelled = false;
        lock (_beating)
        {
            try
            {
                if (!_isOver)
                {
                    store.Beat(Status());
                    isCancelled = store.Read().IsCancelled;
                }
            }
            catch (Exception e) when (e.IsOfStore())
            {
                // A store that takes nothing now may do so at the next sign; where it does not, the end of the run will tell.
            }
        }

        if (isCancelled)
        {
            _stop.Cancel();
        }
    }

    private WorkerStatus? Status()
    {
        WorkerStatus[] all = [.. _training.Values.Select(run => run.Status with { Words = options.LastWords(run.Request) })];
        return all switch
        {
            [] => null,
            [var only] => only,
            [var first, .. var others] => first with { Others = others },
        };
    }
}
