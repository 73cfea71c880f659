using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Watches a sweep go, and tells at any moment how it stands. Safe for use from several threads.</summary>
/// <param name="runs">How many runs there are going to be.</param>
/// <param name="direction">Which end of the objective is the good one.</param>
/// <param name="clock">The clock.</param>
internal sealed class SweepWatch(int runs, Direction direction, TimeProvider clock) : ISweepObserver
{
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly long _started = clock.GetTimestamp();
    private readonly OrderedDictionary<string, (RunRequest Run, RunProgress Progress)> _running = [];
    private readonly Dictionary<int, List<double>> _objectives = [];
    private readonly Queue<(long Time, long Steps)> _history = new([(clock.GetTimestamp(), 0)]);
    private int _done;
    private int _failed;
    private long _stepsOfEnded;

    /// <summary>Told of each run that ends.</summary>
    public Action<RunRequest, RunOutcome> RunEnded { get; set; } = (_, _) => { };

    /// <inheritdoc/>
    public void Started(RunRequest run)
    {
        lock (_lock)
        {
            _running[run.Id] = (run, default);
        }
    }

    /// <inheritdoc/>
    public void Progressed(RunRequest run, RunProgress progress)
    {
        lock (_lock)
        {
            _running[run.Id] = (run, progress);
        }
    }

    /// <inheritdoc/>
    public void Ended(RunRequest run, RunOutcome outcome)
    {
        lock (_lock)
        {
            _stepsOfEnded += _running[run.Id].Progress.Step;
            _running.Remove(run.Id);
            _done++;
            _failed += outcome.State == RunState.Failed ? 1 : 0;
            if (outcome is { State: RunState.Finished, Objective: { } objective } && double.IsFinite(objective))
            {
                (_objectives.TryGetValue(run.Trial, out var list) ? list : _objectives[run.Trial] = []).Add(objective);
            }
        }

        RunEnded(run, outcome);
    }

    /// <summary>How the sweep stands now.</summary>
    public SweepState Now()
    {
        lock (_lock)
        {
            var elapsed = clock.GetElapsedTime(_started);
            var share = (_done + _running.Values.Sum(r => Share(r.Progress))) / runs;
            return new SweepState(
                _done,
                _failed,
                runs,
                [.. _running.Values.Select(r => (r.Run.Name, r.Progress))],
                StepsPerSecond(),
                elapsed,
                share > 0 ? elapsed * ((1 - share) / share) : null,
                Best());
        }
    }

    private static double Share(RunProgress progress) =>
        progress.TotalSteps > 0 ? Math.Clamp((double)progress.Step / progress.TotalSteps, 0, 1) : 0;

    private double StepsPerSecond()
    {
        var now = (Time: clock.GetTimestamp(), Steps: _stepsOfEnded + _running.Values.Sum(r => r.Progress.Step));
        _history.Enqueue(now);
        while (_history.Count > 2 && clock.GetElapsedTime(_history.Peek().Time, now.Time) > RateWindow)
        {
            _history.Dequeue();
        }

        var (time, steps) = _history.Peek();
        var seconds = clock.GetElapsedTime(time, now.Time).TotalSeconds;
        return seconds > 0 ? (now.Steps - steps) / seconds : 0;
    }

    private BestSetting? Best()
    {
        var settings = _objectives.Select(o => new BestSetting(o.Key, InterquartileMean.Of(o.Value.ToArray()), o.Value.Count));
        return direction == Direction.Maximize ? settings.MaxBy(s => s.Mean) : settings.MinBy(s => s.Mean);
    }
}
