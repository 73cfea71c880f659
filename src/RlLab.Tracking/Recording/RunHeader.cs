namespace RlLab.Tracking;

/// <summary>What a run is, fixed when it starts: the first event of its journal.</summary>
/// <param name="Id">The run's own identity: 32 lower-case hexadecimal digits, as of <c>Guid.ToString("N")</c>.</param>
/// <param name="Experiment">The experiment that it belongs to, at most 500 characters.</param>
/// <param name="Name">The name shown for it, at most 250 characters.</param>
/// <param name="StartTime">When it started.</param>
public sealed record RunHeader(string Id, string Experiment, string Name, DateTimeOffset StartTime)
{
    private static readonly IReadOnlyDictionary<string, string> NoTags = new Dictionary<string, string>();

    /// <summary>The run that this one is nested under, such as its sweep; null for none.</summary>
    public string? ParentId { get; init; }

    /// <summary>The seed of everything random in it; null where there is none.</summary>
    public long? Seed { get; init; }

    /// <summary>
    /// What it trains with: a value for each parameter that it was given, as texts. What else it logs as a parameter is its own. Null where that was
    /// not recorded.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Setting { get; init; }

    /// <summary>
    /// What the experiment is about, in a sentence or in Markdown: it becomes the experiment's description in MLflow; null for none.
    /// </summary>
    public string? ExperimentSummary { get; init; }

    /// <summary>Tags that it starts with; see <see cref="StandardTags"/>.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = NoTags;
}
