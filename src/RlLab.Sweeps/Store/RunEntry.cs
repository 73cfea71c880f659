namespace RlLab.Sweeps;

/// <summary>What a sweep's journals say of one run.</summary>
internal sealed class RunEntry
{
    private readonly SortedList<int, Attempt> _attempts = [];
    private int _again;
    private RunRecord? _settled;

    /// <summary>The order of the plan: by trials, and within one by seeds.</summary>
    public static Comparer<RunEntry> Order { get; } = Comparer<RunEntry>.Create((a, b) =>
        (a.Plan!.Trial, a.Plan.Seed).CompareTo((b.Plan!.Trial, b.Plan.Seed)));

    /// <summary>Its place in the plan; null while that is not known, as where damage has cost it.</summary>
    public RunPlanned? Plan { get; set; }

    public void Begin(int attempt, string? worker, DateTimeOffset at) => Change(attempt, a => a with { Worker = worker, Started = at });

    /// <summary>An attempt has one end: whoever tells of it first is believed.</summary>
    public void End(int attempt, RunOutcome outcome, DateTimeOffset at) =>
        Change(attempt, a => a.Outcome is null ? a with { Outcome = outcome, Ended = at } : a);

    public void Report(int attempt, IReadOnlyList<ObjectivePoint> points) => Change(attempt, a => a with { Points = [.. a.Points, .. points] });

    public void Release(int attempt) => Change(attempt, a => a with { IsReleased = true });

    public bool Has(int attempt) => _attempts.ContainsKey(attempt);

    public void WantAgain(int after) => (_again, _settled) = (Math.Max(_again, after), null);

    /// <summary>The run as it stands now.</summary>
    /// <param name="isAlive">Whether a worker goes on.</param>
    public RunRecord ToRecord(Func<string?, bool> isAlive)
    {
        if (_settled is not null)
        {
            return _settled;
        }

        var record = Stand(isAlive);

        // What has ended in every attempt stands whatever becomes of the workers.
        if (_attempts.Values.All(a => a.Outcome is not null))
        {
            _settled = record;
        }

        return record;
    }

    private RunRecord Stand(Func<string?, bool> isAlive)
    {
        var plan = Plan!;
        var record = new RunRecord(plan.Run, plan.Trial, plan.Seed, plan.Parameters, Phase: plan.Phase)
        {
            Attempts = _attempts.Count == 0 ? 0 : _attempts.Keys[^1],
        };
        var counted = _attempts.Where(a => a.Key > _again).Select(a => a.Value).ToList();
        if (counted.Count == 0)
        {
            return record;
        }

        // A result stands, also where its worker was taken for dead and the run begun again meanwhile; else the last attempt tells.
        var standing = counted.FirstOrDefault(a => a.Outcome is { State: RunState.Finished or RunState.NotComparable or RunState.Pruned })
            ?? counted[^1];
        record = record with
        {
            Worker = standing.Worker,
            Started = standing.Started,
            Points = Points(counted),
            Deaths = counted.Count(a => a.Outcome is null && !a.IsReleased && !isAlive(a.Worker)),
        };
        return standing switch
        {
            { Outcome: { } outcome } => record with
            {
                State = Comparable(outcome.State, outcome.Objective),
                Objective = outcome.Objective,
                Message = outcome.Message,
                DivergedAt = outcome.DivergedAt,
                Died = outcome.Died == true,
                HasDiverged = outcome.Diverged == true,
                Duration = outcome.Trained ?? standing.Ended - standing.Started,
            },
            { IsReleased: true } => record,
            _ => record with { State = isAlive(standing.Worker) ? RunState.Running : RunState.Interrupted },
        };
    }

    /// <summary>What a run told in all its attempts; of a step that it came to again, what it told last.</summary>
    private static IReadOnlyList<ObjectivePoint> Points(List<Attempt> attempts)
    {
        if (attempts.All(a => a.Points.Count == 0))
        {
            return [];
        }

        var points = new SortedDictionary<long, double>();
        foreach (var point in attempts.SelectMany(a => a.Points))
        {
            points[point.Step] = point.Value;
        }

        return [.. points.Select(point => new ObjectivePoint(point.Key, point.Value))];
    }

    /// <summary>Journals of before version 0.2 call a run finished that has no finite objective.</summary>
    private static RunState Comparable(RunState state, double? objective) =>
        state == RunState.Finished && (objective is not { } value || !double.IsFinite(value)) ? RunState.NotComparable : state;

    private void Change(int number, Func<Attempt, Attempt> change)
    {
        _attempts[number] = change(_attempts.GetValueOrDefault(number) ?? new Attempt());
        _settled = null;
    }

    private sealed record Attempt
    {
        public string? Worker { get; init; }

        public DateTimeOffset? Started { get; init; }

        public DateTimeOffset? Ended { get; init; }

        public RunOutcome? Outcome { get; init; }

        public bool IsReleased { get; init; }

        public IReadOnlyList<ObjectivePoint> Points { get; init; } = [];
    }
}
