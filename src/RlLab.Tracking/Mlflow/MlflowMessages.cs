namespace RlLab.Tracking;

// An answer leaves out what is empty, and the deserialiser then sets null, whatever the default: hence the accessors.

/// <summary>An experiment on the server.</summary>
/// <param name="ExperimentId">Its id, a number as text.</param>
/// <param name="Name">Its name.</param>
/// <param name="ArtifactLocation">Where the artifacts of its runs lie.</param>
/// <param name="LifecycleStage"><c>active</c> or <c>deleted</c>.</param>
public sealed record MlflowExperiment(string ExperimentId, string Name, string ArtifactLocation, string LifecycleStage)
{
    /// <summary>Its tags.</summary>
    public IReadOnlyList<MlflowTag> Tags { get; init => field = value ?? []; } = [];

    /// <summary>Whether it is deleted; a deleted one takes no runs.</summary>
    public bool IsDeleted => LifecycleStage == "deleted";
}

/// <summary>A run on the server.</summary>
/// <param name="Info">What it is.</param>
public sealed record MlflowRun(MlflowRunInfo Info)
{
    /// <summary>What was logged.</summary>
    public MlflowRunData Data { get; init => field = value ?? new(); } = new();
}

/// <summary>What a run on the server is.</summary>
/// <param name="RunId">The server's id for it.</param>
/// <param name="ExperimentId">Its experiment.</param>
/// <param name="RunName">Its name.</param>
/// <param name="Status"><c>RUNNING</c>, <c>FINISHED</c>, <c>FAILED</c>, <c>KILLED</c> or <c>SCHEDULED</c>.</param>
/// <param name="ArtifactUri">Where its artifacts lie.</param>
/// <param name="LifecycleStage"><c>active</c> or <c>deleted</c>.</param>
public sealed record MlflowRunInfo(string RunId, string ExperimentId, string RunName, string Status, string ArtifactUri,
    string LifecycleStage)
{
    /// <summary>Start, in milliseconds since 1970.</summary>
    public long StartTime { get; init; }

    /// <summary>End, in milliseconds since 1970; null while it runs.</summary>
    public long? EndTime { get; init; }

    /// <summary>Whose it is.</summary>
    public string UserId { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is deleted; a deleted one takes no data.</summary>
    public bool IsDeleted => LifecycleStage == "deleted";
}

/// <summary>What was logged to a run.</summary>
public sealed record MlflowRunData
{
    /// <summary>The latest point of each metric.</summary>
    public IReadOnlyList<MlflowMetric> Metrics { get; init => field = value ?? []; } = [];

    /// <summary>Parameters.</summary>
    public IReadOnlyList<MlflowParameter> Params { get; init => field = value ?? []; } = [];

    /// <summary>Tags.</summary>
    public IReadOnlyList<MlflowTag> Tags { get; init => field = value ?? []; } = [];
}

/// <summary>One point of a metric.</summary>
/// <param name="Key">The metric.</param>
/// <param name="Value">The value; a server gives infinities back as the largest numbers.</param>
/// <param name="Timestamp">Milliseconds since 1970, not negative.</param>
/// <param name="Step">The step.</param>
public readonly record struct MlflowMetric(string Key, double Value, long Timestamp, long Step);

/// <summary>A parameter.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
public readonly record struct MlflowParameter(string Key, string Value);

/// <summary>A tag.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
public readonly record struct MlflowTag(string Key, string Value);

/// <summary>An artifact or a folder of them.</summary>
/// <param name="Path">Its path within the run.</param>
/// <param name="IsDir">Whether it is a folder.</param>
/// <param name="FileSize">Length in bytes; 0 for a folder.</param>
public readonly record struct MlflowFile(string Path, bool IsDir, long FileSize = 0);
