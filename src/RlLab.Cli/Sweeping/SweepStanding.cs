using System.Globalization;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>How a sweep stands, as its store tells it.</summary>
internal sealed class SweepStanding
{
    private readonly SweepRecord _sweep;
    private readonly Dictionary<RunState, int> _counts;
    private readonly TimeSpan? _mean;
    private readonly int _total;
    private readonly int _workers;
    private readonly int _open;

    /// <summary>How a sweep stands.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="working">What its workers do, by their names.</param>
    /// <param name="now">The time.</param>
    public SweepStanding(SweepRecord sweep, IReadOnlyDictionary<string, WorkerStatus> working, DateTimeOffset now)
    {
        (_sweep, _total) = (sweep, sweep.Total);
        _counts = Enum.GetValues<RunState>().ToDictionary(state => state, state => sweep.Runs.Count(run => run.State == state));
        _counts[RunState.Planned] += _total - sweep.Runs.Count;
        var durations = sweep.Runs.Where(run => run.HasEnded).Select(run => run.Duration).OfType<TimeSpan>().ToList();
        _mean = durations.Count > 0 ? TimeSpan.FromTicks((long)durations.Average(d => d.Ticks)) : null;
        Running =
        [
            .. sweep.Runs.Where(run => run.State == RunState.Running).Select(run =>
            {
                var work = run.Worker is { } worker && working.TryGetValue(worker, out var status)
                    ? status.All().FirstOrDefault(work => work.Run == run.Id)
                    : null;
                var name = SweepRequests.Name(run.Trial, run.Seed, run.Phase);
                return new RunningStanding(name, run.Worker, work?.Progress ?? default, now - run.Started!.Value, work?.Words);
            }),
        ];
        _workers = Running.Select(run => run.Worker).Distinct().Count();
        _open = _total - sweep.Runs.Count(run => run.HasEnded);
    }

    /// <summary>What trains now.</summary>
    public IReadOnlyList<RunningStanding> Running { get; }

    /// <summary>Whether there is something left to do that nobody does.</summary>
    public bool CanBeResumed => Running.Count == 0 && _open > 0;

    /// <summary>The standing as data.</summary>
    /// <param name="slurm">What the cluster says of its tasks; null where there is none.</param>
    public object Document(SlurmStanding? slurm) => new
    {
        Sweep = _sweep.Header.Id,
        _sweep.Header.Experiment,
        _sweep.Header.Name,
        _sweep.IsCancelled,
        Total = _total,
        Runs = _counts,
        SecondsPerRun = _mean?.TotalSeconds,
        SecondsLeft = Left?.TotalSeconds,
        Running,
        Slurm = slurm is null ? null : new { slurm.Problem, Tasks = slurm.Tasks.Select(task => new { task.Name, task.State, task.Reason }) },
    };

    /// <summary>
    /// What is open at the mean time of those that have ended, less what those that train now have behind them. The time of a run is its share of its
    /// worker's.
    /// </summary>
    private TimeSpan? Left => _workers > 0 && _mean is { } mean
        ? TimeSpan.FromSeconds(Math.Max(0, mean.TotalSeconds * _open - Running.GroupBy(r => r.Worker).Sum(lanes =>
            lanes.Sum(r => Math.Min(r.Elapsed.TotalSeconds / lanes.Count(), mean.TotalSeconds)))) / _workers)
        : null;

    /// <summary>The standing in one line.</summary>
    public override string ToString()
    {
        var counts = _counts.Where(count => count.Value > 0).OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key.Word()}");
        var rate = _mean is { TotalSeconds: > 0 } mean && _workers > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {_workers * 3600 / mean.TotalSeconds:N0} runs an hour")
            : "";
        var left = Left is { } time ? $", about {SweepDisplay.Time(time)} left" : "";
        return $"of {_total} runs {string.Join(", ", counts)}{rate}{left}{(_sweep.IsCancelled ? ", cancelled" : "")}.";
    }
}

/// <summary>A run that trains now.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Worker">Who trains it.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Elapsed">Since it began, as far as the clocks of the machines agree.</param>
/// <param name="Words">What it printed last; null where it printed nothing.</param>
internal sealed record RunningStanding(string Name, string? Worker, RunProgress Progress, TimeSpan Elapsed, string? Words)
{
    public override string ToString() =>
        $"{Name}: {SweepDisplay.HowFar(new RunningRun(Name, Progress, Elapsed))}{(Words is null ? "" : $"; it last said: {Words}")}";
}
