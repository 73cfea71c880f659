namespace RlLab.Sweeps;

/// <summary>A run that a worker has claimed: whoever trains it reports on it here, and ends it or gives it back.</summary>
public sealed class ClaimedRun
{
    private readonly ISweepStore _store;
    private readonly int _attempt;
    private readonly ISweepObserver _observer;
    private readonly WorkerOptions _options;
    private readonly RunPruning? _pruning;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _overdue;
    private readonly RunWatch _watch;
    private readonly Action<ClaimedRun> _left;
    private string? _limit;
    private long _reports;
    private int _isOver;

    /// <summary>Begins to watch it.</summary>
    /// <param name="claimed">The run and the attempt at it.</param>
    /// <param name="request">What to train.</param>
    /// <param name="header">The sweep that it belongs to.</param>
    /// <param name="store">The sweep's store.</param>
    /// <param name="observer">Told how it goes.</param>
    /// <param name="options">How the worker works.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="runs">How many runs the worker trains.</param>
    /// <param name="left">Told when it is ended or given back.</param>
    /// <param name="stopping">Signalled when all of the worker's runs shall stop.</param>
    internal ClaimedRun(
        ClaimableRun claimed,
        RunRequest request,
        SweepHeader header,
        ISweepStore store,
        ISweepObserver observer,
        WorkerOptions options,
        TimeProvider clock,
        Func<int> runs,
        Action<ClaimedRun> left,
        CancellationToken stopping)
    {
        (Request, _attempt, _store, _observer, _options, _left) = (request, claimed.Attempt, store, observer, options, left);
        Status = new WorkerStatus(request.Id, default, null);
        _pruning = header.Pruner is { } pruner && claimed.Run.Phase == RunPhase.Tuning
            ? new RunPruning(store, pruner.Create(header.Seeds.Count), request.Id, claimed.Attempt, runs, clock)
            : null;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Stopping = _stop.Token;
        _overdue = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _overdue.Token.Register(Exit);
        observer.Started(request);
        _watch = new RunWatch(
            header.Limits ?? new SweepLimits(),
            () => Interlocked.Read(ref _reports) + options.Traces(request),
            () => options.LastWords(request),
            () => Turn(runs()),
            clock,
            what => observer.Told(request, what),
            StopAt);
    }

    /// <summary>What to train.</summary>
    public RunRequest Request { get; }

    /// <summary>Signalled when it shall stop.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>How far it is.</summary>
    internal WorkerStatus Status { get; private set; }

    /// <summary>To be told how far it is, as often as whoever trains it likes.</summary>
    /// <param name="progress">How far.</param>
    public void Report(RunProgress progress)
    {
        Interlocked.Increment(ref _reports);
        Status = new WorkerStatus(Request.Id, progress, null);
        _observer.Progressed(Request, progress);
    }

    /// <summary>To be told each value of the objective as it is logged.</summary>
    /// <param name="point">The value.</param>
    /// <returns>Why the run shall be pruned; null while it goes on.</returns>
    public string? Report(ObjectivePoint point) => _pruning?.Report(point);

    /// <summary>Notes how it ended. What is told first of its end counts.</summary>
    /// <param name="outcome">How.</param>
    public void End(RunOutcome outcome)
    {
        if (!IsOver())
        {
            return;
        }

        if (_limit is not null && outcome.State == RunState.Killed)
        {
            outcome = new RunOutcome(RunState.Failed, outcome.Objective, _limit);
        }

        if (outcome.State == RunState.Killed && _options.GivesBack() && !IsCancelled())
        {
            _store.Release(Request.Id, _attempt);
        }
        else if (!_store.End(Request.Id, _attempt, outcome with { Trained = outcome.Trained ?? _watch.Share }))
        {
            outcome = new RunOutcome(RunState.Interrupted, Message: "It was taken over meanwhile: this worker had given no sign of life.");
        }

        Leave(outcome);
    }

    /// <summary>Gives it back: it counts as no death, and whoever claims it next goes on from its checkpoint.</summary>
    /// <param name="why">Why, as a sentence.</param>
    public void GiveBack(string why)
    {
        if (IsOver())
        {
            _store.Release(Request.Id, _attempt);
            _observer.Told(Request, why);
            Leave(new RunOutcome(RunState.Interrupted, Message: why));
        }
    }

    private LaneTurn Turn(int runs)
    {
        var (run, number) = _options.Turn();
        return new LaneTurn(runs, run is null ? null : run == Request.Id, number);
    }

    private void StopAt(string limit)
    {
        _limit = limit;
        _stop.Cancel();
        _overdue.CancelAfter(_options.Grace);
    }

    /// <summary>It is over its limit and does not stop.</summary>
    private void Exit()
    {
        var outcome = new RunOutcome(
            RunState.Failed, Message: $"{_limit} It did not stop within {_options.Grace.TotalSeconds:0} s, so its process was ended.");
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            try
            {
                _store.End(Request.Id, _attempt, outcome);
            }
            catch (Exception e) when (e.IsOfStore())
            {
                // It is begun again then, as whoever else's process ends in the middle.
            }

            _left(this);
            _observer.Ended(Request, outcome);
            _options.Exit();
        }
    }

    /// <summary>Whether the sweep is known to be cancelled: one that goes on must not lose a run because its store is away.</summary>
    private bool IsCancelled()
    {
        try
        {
            return _store.Read().IsCancelled;
        }
        catch (Exception e) when (e.IsOfStore())
        {
            return false;
        }
    }

    private bool IsOver()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
        {
            return false;
        }

        _watch.Dispose();
        _overdue.Dispose();
        _pruning?.Tell();
        return true;
    }

    private void Leave(RunOutcome outcome)
    {
        _left(this);
        _stop.Dispose();
        _observer.Ended(Request, outcome);
    }
}
