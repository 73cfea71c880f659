using RlLab.Statistics;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Watches a sweep go, and tells at any moment how it stands. Safe for use from several threads.</summary>
/// <remarks>It may hear of a run from who trains it and from the sweep's store, in any order: a run counts once.</remarks>
/// <param name="runs">How many runs there are going to be, as far as that is known; more may come where seeds are added.</param>
/// <param name="direction">Which end of the objective is the good one.</param>
/// <param name="clock">The clock.</param>
internal sealed class SweepWatch(int runs, Direction direction, TimeProvider clock) : ISweepObserver
{
    // Over how long speed is measured; over more where two reports of a slow run are further apart.
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly long _started = clock.GetTimestamp();
    private readonly OrderedDictionary<string, (RunRequest Run, RunProgress Progress, long Began)> _running = [];
    private readonly Dictionary<string, (int Trial, RunPhase Phase, RunOutcome Outcome)> _ended = [];
    private readonly Queue<(long Time, long Steps)> _history = new([(clock.GetTimestamp(), 0)]);
    private readonly HashSet<string> _toldEnds = [];
    private readonly List<string> _notes = [];
    private int _total = runs;
    private int _endedBefore;
    private string? _told;
    private long _stepsOfEnded;

    /// <summary>Told of each run that ends.</summary>
    public Action<RunRequest, RunOutcome> RunEnded { get; set; } = (_, _) => { };

    /// <summary>Told of whatever there is to tell of a run.</summary>
    public Action<RunRequest, string> RunTold { get; set; } = (_, _) => { };

    /// <summary>Told, once each, of what concerns no single run.</summary>
    public Action<string> HasNoted { get; set; } = _ => { };

    /// <summary>What was told that concerns no single run, each once.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_lock)
            {
                return [.. _notes];
            }
        }
    }

    /// <summary>Counts what a sweep that is taken up again has found before.</summary>
    /// <param name="sweep">The sweep as it is found.</param>
    public void Begin(SweepRecord sweep)
    {
        lock (_lock)
        {
            See(sweep);
            _endedBefore = _ended.Count;
        }
    }

    /// <summary>Counts what the sweep has come to by now, whoever trained it.</summary>
    /// <param name="sweep">The sweep as it is found.</param>
    public void See(SweepRecord sweep)
    {
        lock (_lock)
        {
            _total = sweep.Total;
            foreach (var run in sweep.Runs.Where(run => run.HasEnded))
            {
                _ended[run.Id] = (run.Trial, run.Phase, new RunOutcome(run.State, run.Objective));
            }
        }
    }

    /// <inheritdoc/>
    public void Started(RunRequest run)
    {
        lock (_lock)
        {
            _running.TryAdd(run.Id, (run, default, clock.GetTimestamp()));
        }
    }

    /// <inheritdoc/>
    public void Progressed(RunRequest run, RunProgress progress)
    {
        lock (_lock)
        {
            if (_running.TryGetValue(run.Id, out var running))
            {
                _running[run.Id] = running with { Progress = progress };
                NoteSteps();
            }
        }
    }

    /// <inheritdoc/>
    public void Ended(RunRequest run, RunOutcome outcome)
    {
        lock (_lock)
        {
            if (_running.Remove(run.Id, out var running))
            {
                _stepsOfEnded += running.Progress.Step;
            }

            if (outcome.State is RunState.Interrupted or RunState.Planned)
            {
                // It is begun again, which whoever knows why has told.
                return;
            }

            _ended[run.Id] = (run.Trial, run.Phase, outcome);
            if (!_toldEnds.Add(run.Id))
            {
                return;
            }
        }

        RunEnded(run, outcome);
    }

    /// <inheritdoc/>
    public void Told(RunRequest run, string what)
    {
        _told = $"{run.Name}: {what}";
        RunTold(run, what);
    }

    /// <inheritdoc/>
    public void Noted(string what)
    {
        lock (_lock)
        {
            if (_notes.Contains(what))
            {
                return;
            }

            _notes.Add(what);
        }

        _told = what;
        HasNoted(what);
    }

    /// <summary>How the sweep stands now.</summary>
    public SweepState Now()
    {
        lock (_lock)
        {
            var elapsed = clock.GetElapsedTime(_started);
            var total = Math.Max(_total, _ended.Count + _running.Count);
            var work = total - _endedBefore;
            var share = work > 0 ? (_ended.Count - _endedBefore + _running.Values.Sum(r => Share(r.Progress))) / work : 1;
            return new SweepState(
                _ended.Count,
                Count(RunState.Failed),
                Count(RunState.NotComparable),
                total,
                [.. _running.Values.Select(r => new RunningRun(r.Run.Name, r.Progress, clock.GetElapsedTime(r.Began)))],
                StepsPerSecond(),
                elapsed,
                share > 0 ? elapsed * ((1 - share) / share) : null,
                Best())
            { Told = _told, Pruned = Count(RunState.Pruned) };
        }

        int Count(RunState state) => _ended.Values.Count(run => run.Outcome.State == state);
    }

    private static double Share(RunProgress progress) =>
        progress.TotalSteps > 0 ? Math.Clamp((double)progress.Step / progress.TotalSteps, 0, 1) : 0;

    private void NoteSteps()
    {
        var now = clock.GetTimestamp();
        _history.Enqueue((now, _stepsOfEnded + _running.Values.Sum(r => r.Progress.Step)));
        while (_history.Count > 2 && clock.GetElapsedTime(_history.ElementAt(1).Time, now) >= RateWindow)
        {
            _history.Dequeue();
        }
    }

    private double StepsPerSecond()
    {
        var (first, last) = (_history.Peek(), _history.Last());

        // Until the next report is overdue, the run is taken to go on as it did.
        var quiet = clock.GetElapsedTime(last.Time);
        var end = quiet > RateWindow && quiet > clock.GetElapsedTime(first.Time, last.Time) ? clock.GetTimestamp() : last.Time;
        var seconds = clock.GetElapsedTime(first.Time, end).TotalSeconds;
        return seconds > 0 ? (last.Steps - first.Steps) / seconds : 0;
    }

    private BestSetting? Best()
    {
        var settings =
            from run in _ended.Values
            where run is { Phase: RunPhase.Tuning, Outcome: { State: RunState.Finished, Objective: not null } }
            group run.Outcome.Objective!.Value by run.Trial into objectives
            orderby objectives.Key
            select new BestSetting(objectives.Key, InterquartileMean.Of(objectives.ToArray()), objectives.Count());
        return direction == Direction.Maximize ? settings.MaxBy(s => s.Mean) : settings.MinBy(s => s.Mean);
    }
}
