namespace RlLab.Sweeps;

/// <summary>Where a run of a sweep stands.</summary>
public enum RunState
{
    /// <summary>It has not begun.</summary>
    Planned,

    /// <summary>It has begun and not ended; or the process that led the sweep was killed meanwhile.</summary>
    Running,

    /// <summary>It trained to its end.</summary>
    Finished,

    /// <summary>It ended in an error.</summary>
    Failed,

    /// <summary>It was stopped.</summary>
    Killed,
}

/// <summary>How a run ended.</summary>
/// <param name="State"><see cref="RunState.Finished"/>, <see cref="RunState.Failed"/> or <see cref="RunState.Killed"/>.</param>
/// <param name="Objective">The last value of the objective that it logged; null where it logged none.</param>
/// <param name="Message">What went wrong, for people; null where nothing did.</param>
public sealed record RunOutcome(RunState State, double? Objective = null, string? Message = null);

/// <summary>A run of a sweep, as the sweep's journal knows it.</summary>
/// <param name="Id">The run's identity.</param>
/// <param name="Trial">The number of its setting.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Parameters">A value for every parameter, as texts.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Objective">The last value of the objective that it logged; null where it logged none or has not ended.</param>
/// <param name="Message">What went wrong; null where nothing did.</param>
public sealed record RunRecord(
    string Id,
    int Trial,
    long Seed,
    IReadOnlyDictionary<string, string> Parameters,
    RunState State = RunState.Planned,
    double? Objective = null,
    string? Message = null)
{
    /// <summary>Whether the run has a place in a comparison: it trained to its end and has a finite objective.</summary>
    public bool Counts => State == RunState.Finished && Objective is { } value && double.IsFinite(value);
}
