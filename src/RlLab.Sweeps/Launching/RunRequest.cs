namespace RlLab.Sweeps;

/// <summary>A run, as data: all that whoever trains it needs to know.</summary>
/// <param name="Id">The run's identity.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Sweep">The sweep that it belongs to; null for a run on its own.</param>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Trial">The number of its setting in the sweep.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Device">Where to train: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Objective">The metric whose last value is the run's outcome.</param>
/// <param name="Parameters">A value for every parameter, as texts.</param>
/// <param name="Tags">What the run is tagged with.</param>
public sealed record RunRequest(
    string Id,
    string Name,
    string? Sweep,
    string Experiment,
    int Trial,
    long Seed,
    string Device,
    string Objective,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>What it is for. Default: tuning.</summary>
    public RunPhase Phase { get; init; }
}

/// <summary>How far a run is.</summary>
/// <param name="Step">Environment steps so far.</param>
/// <param name="TotalSteps">Steps at which it ends at the latest.</param>
public readonly record struct RunProgress(long Step, long TotalSteps);
