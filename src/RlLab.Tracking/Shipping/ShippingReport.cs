namespace RlLab.Tracking;

/// <summary>What has been sent to a server and what has not.</summary>
/// <param name="Destination">What the server is called.</param>
/// <param name="Runs">Every run that is followed and has recorded something.</param>
/// <param name="Outage">Why the server cannot be sent to now; null if it can.</param>
public sealed record ShippingReport(string Destination, IReadOnlyList<RunReport> Runs, string? Outage)
{
    /// <summary>Whether the server has all that was recorded, but for what it refused.</summary>
    public bool IsComplete => Runs.All(run => run.IsComplete);
}

/// <summary>What a server has of one run.</summary>
/// <param name="Folder">The run's folder.</param>
/// <param name="Header">What the run is.</param>
public sealed record RunReport(string Folder, RunHeader Header)
{
    /// <summary>The server's id of the run; null while it has none.</summary>
    public string? MlflowRunId { get; init; }

    /// <summary>The server's id of the experiment; null while it is not known.</summary>
    public string? MlflowExperimentId { get; init; }

    /// <summary>Points of metrics that are not sent yet.</summary>
    public long UnsentPoints { get; init; }

    /// <summary>Parameters and tags that are not sent yet.</summary>
    public long UnsentValues { get; init; }

    /// <summary>Artifacts that are not sent yet, by path.</summary>
    public IReadOnlyList<string> UnsentArtifacts { get; init; } = [];

    /// <summary>Whether the server does not know yet that the run ended.</summary>
    public bool IsEndUnsent { get; init; }

    /// <summary>What the server refused for good, and why; the rest was sent without it.</summary>
    public IReadOnlyList<Refusal> Refused { get; init; } = [];

    /// <summary>
    /// Why the run as a whole is not being sent, such as a run that was deleted on the server; null if nothing is in its way.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>Whether the server has all of it, but for what it refused.</summary>
    public bool IsComplete =>
        MlflowRunId is not null && UnsentPoints == 0 && UnsentValues == 0 && UnsentArtifacts.Count == 0 && !IsEndUnsent
            && Problem is null;
}

/// <summary>Something that a server will not take.</summary>
/// <param name="What">The metric, parameter, tag or artifact, as <c>parameter 'width'</c>.</param>
/// <param name="Count">How many of it.</param>
/// <param name="Why">What the server said.</param>
public sealed record Refusal(string What, long Count, string Why);
