namespace RlLab.Sweeps;

/// <summary>Where a run of a sweep stands.</summary>
public enum RunState
{
    /// <summary>It has not begun.</summary>
    Planned,

    /// <summary>It has begun and not ended.</summary>
    Running,

    /// <summary>It trained to its end, and has a finite objective where one is asked for.</summary>
    Finished,

    /// <summary>It trained to its end and has no finite objective: it logged none, or NaN or an infinity last.</summary>
    NotComparable,

    /// <summary>It ended in an error.</summary>
    Failed,

    /// <summary>It was stopped.</summary>
    Killed,

    /// <summary>It had begun and not ended when the process that trained it vanished.</summary>
    Interrupted,

    /// <summary>A pruner ended it early, since it looked hopeless beside the others.</summary>
    Pruned,
}

/// <summary>What a run of a sweep is for.</summary>
public enum RunPhase
{
    /// <summary>To choose among settings.</summary>
    Tuning,

    /// <summary>To judge a setting that was chosen, with a seed that had no part in the choice.</summary>
    Test,
}

/// <summary>How a run ended.</summary>
/// <param name="State">
/// <see cref="RunState.Finished"/>, <see cref="RunState.NotComparable"/>, <see cref="RunState.Pruned"/>, <see cref="RunState.Failed"/> or
/// <see cref="RunState.Killed"/>.
/// </param>
/// <param name="Objective">The last value of the objective that it logged; null where it logged none.</param>
/// <param name="Message">What went wrong, or why it was pruned, for people; null where nothing did.</param>
/// <param name="DivergedAt">The step at which it came to a number that is not finite; null where it did not, or the step is not known.</param>
public sealed record RunOutcome(RunState State, double? Objective = null, string? Message = null, long? DivergedAt = null)
{
    /// <summary>Whether it failed because its process died, not by an error of its own; null for false.</summary>
    public bool? Died { get; init; }

    /// <summary>How long it trained in all its attempts; null where it had one, which its beginning and end tell.</summary>
    public TimeSpan? Trained { get; init; }

    /// <summary>Whether it came to a number that is not finite; null for false, and where <see cref="DivergedAt"/> says it.</summary>
    public bool? Diverged { get; init; }
}

/// <summary>A run of a sweep, as the sweep's journal knows it.</summary>
/// <param name="Id">The run's identity.</param>
/// <param name="Trial">The number of its setting.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Parameters">A value for every parameter, as texts.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Objective">The last value of the objective that it logged; null where it logged none or has not ended.</param>
/// <param name="Message">What went wrong; null where nothing did.</param>
/// <param name="Phase">What it is for.</param>
/// <param name="DivergedAt">The step at which it came to a number that is not finite; null where it did not, or the step is not known.</param>
public sealed record RunRecord(
    string Id,
    int Trial,
    long Seed,
    IReadOnlyDictionary<string, string> Parameters,
    RunState State = RunState.Planned,
    double? Objective = null,
    string? Message = null,
    RunPhase Phase = RunPhase.Tuning,
    long? DivergedAt = null)
{
    /// <summary>How often it was begun.</summary>
    public int Attempts { get; init; }

    /// <summary>In how many of those whoever trained it vanished in the middle, since it was last asked for by hand.</summary>
    public int Deaths { get; init; }

    /// <summary>Whether it failed because its process died, oftener than it was to be begun again.</summary>
    public bool Died { get; init; }

    /// <summary>Whether it came to a number that is not finite; <see cref="DivergedAt"/> says where, if that is known.</summary>
    public bool HasDiverged { get => field || DivergedAt is not null; init; }

    /// <summary>What it has told of its objective, in the order of steps; told where a pruner is active.</summary>
    public IReadOnlyList<ObjectivePoint> Points { get; init; } = [];

    /// <summary>Who trains it, or did so last; null before it has begun, and in a store of version 1.</summary>
    public string? Worker { get; init; }

    /// <summary>When its last attempt began, by the clock of who trains it; null before it has begun.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>How long it trained, in all its attempts; null before it has ended.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether it came to an end that stands: a result, an error of its own, or the word of a pruner.</summary>
    public bool HasEnded => State is RunState.Finished or RunState.NotComparable or RunState.Failed or RunState.Pruned;
}
