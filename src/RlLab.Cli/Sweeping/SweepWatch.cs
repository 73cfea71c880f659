using RlLab.Statistics;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Watches a sweep go, and tells at any moment how it stands. Safe for use from several threads.</summary>
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
    private readonly Dictionary<int, List<double>> _objectives = [];
    private readonly Queue<(long Time, long Steps)> _history = new([(clock.GetTimestamp(), 0)]);
    private int _done;
    private int _doneBefore;
    private string? _told;
    private int _failed;
    private int _notComparable;
    private int _pruned;
    private long _stepsOfEnded;

    /// <summary>Told of each run that ends.</summary>
    public Action<RunRequest, RunOutcome> RunEnded { get; set; } = (_, _) => { };

    /// <summary>Told of whatever there is to tell of a run.</summary>
    public Action<RunRequest, string> RunTold { get; set; } = (_, _) => { };

    /// <summary>Counts what a sweep that is taken up again has found before.</summary>
    /// <param name="sweep">The sweep as it is found.</param>
    public void Begin(SweepRecord sweep)
    {
        lock (_lock)
        {
            foreach (var run in sweep.Runs.Where(run => run.HasEnded))
            {
                Count(run.Trial, run.Phase, new RunOutcome(run.State, run.Objective));
                _doneBefore++;
            }
        }
    }

    /// <inheritdoc/>
    public void Started(RunRequest run)
    {
        lock (_lock)
        {
            _running[run.Id] = (run, default, clock.GetTimestamp());
        }
    }

    /// <inheritdoc/>
    public void Progressed(RunRequest run, RunProgress progress)
    {
        lock (_lock)
        {
            _running[run.Id] = (run, progress, _running[run.Id].Began);
            NoteSteps();
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

            if (outcome.State == RunState.Interrupted)
            {
                // It is begun again, which whoever knows why has told.
                return;
            }

            Count(run.Trial, run.Phase, outcome);
        }

        RunEnded(run, outcome);
    }

    /// <inheritdoc/>
    public void Told(RunRequest run, string what)
    {
        _told = $"{run.Name}: {what}";
        RunTold(run, what);
    }

    /// <summary>How the sweep stands now.</summary>
    public SweepState Now()
    {
        lock (_lock)
        {
            var elapsed = clock.GetElapsedTime(_started);
            var total = Math.Max(runs, _done + _running.Count);
            var work = total - _doneBefore;
            var share = work > 0 ? (_done - _doneBefore + _running.Values.Sum(r => Share(r.Progress))) / work : 1;
            return new SweepState(
                _done,
                _failed,
                _notComparable,
                total,
                [.. _running.Values.Select(r => new RunningRun(r.Run.Name, r.Progress, clock.GetElapsedTime(r.Began)))],
                StepsPerSecond(),
                elapsed,
                share > 0 ? elapsed * ((1 - share) / share) : null,
                Best())
            { Told = _told, Pruned = _pruned };
        }
    }

    private void Count(int trial, RunPhase phase, RunOutcome outcome)
    {
        _done++;
        _failed += outcome.State == RunState.Failed ? 1 : 0;
        _notComparable += outcome.State == RunState.NotComparable ? 1 : 0;
        _pruned += outcome.State == RunState.Pruned ? 1 : 0;
        if (phase == RunPhase.Tuning && outcome is { State: RunState.Finished, Objective: { } objective })
        {
            (_objectives.TryGetValue(trial, out var list) ? list : _objectives[trial] = []).Add(objective);
        }
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
        var settings = _objectives.Select(o => new BestSetting(o.Key, InterquartileMean.Of(o.Value.ToArray()), o.Value.Count));
        return direction == Direction.Maximize ? settings.MaxBy(s => s.Mean) : settings.MinBy(s => s.Mean);
    }
}
