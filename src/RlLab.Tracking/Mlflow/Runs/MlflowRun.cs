using System.Text.Json.Serialization;

namespace RlLab.Tracking;

/// <summary>A run on the server.</summary>
/// <param name="Info">What it is.</param>
public sealed record MlflowRun(MlflowRunInfo Info)
{
    /// <summary>What was logged.</summary>
    public MlflowRunData Data { get; init => field = value ?? new(); } = new();

    /// <summary>What it started from.</summary>
    public MlflowRunInputs Inputs { get; init => field = value ?? new(); } = new();

    /// <summary>What it made.</summary>
    public MlflowRunOutputs Outputs { get; init => field = value ?? new(); } = new();
}

/// <summary>What a run on the server is.</summary>
/// <param name="RunId">The server's id for it.</param>
/// <param name="ExperimentId">Its experiment.</param>
public sealed record MlflowRunInfo(string RunId, string ExperimentId)
{
    /// <summary>Its name; empty for one of MLflow 1, which gave none.</summary>
    public string RunName { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it goes on, or how it ended.</summary>
    public MlflowRunStatus Status { get; init; }

    /// <summary>Where its artifacts lie.</summary>
    public string ArtifactUri { get; init => field = value ?? ""; } = "";

    /// <summary><c>active</c> or <c>deleted</c>.</summary>
    public string LifecycleStage { get; init => field = value ?? ""; } = "";

    /// <summary>When it started; null where the server does not say.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Whose it is.</summary>
    public string UserId { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is deleted; a deleted one takes no data.</summary>
    public bool IsDeleted => LifecycleStage == "deleted";
}

/// <summary>Whether a run goes on, or how it ended.</summary>
public enum MlflowRunStatus
{
    /// <summary>It goes on.</summary>
    [JsonStringEnumMemberName("RUNNING")]
    Running,

    /// <summary>It waits to be started.</summary>
    [JsonStringEnumMemberName("SCHEDULED")]
    Scheduled,

    /// <summary>It came to its end.</summary>
    [JsonStringEnumMemberName("FINISHED")]
    Finished,

    /// <summary>It failed.</summary>
    [JsonStringEnumMemberName("FAILED")]
    Failed,

    /// <summary>It was stopped from outside.</summary>
    [JsonStringEnumMemberName("KILLED")]
    Killed,
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

/// <summary>What a run started from.</summary>
public sealed record MlflowRunInputs
{
    /// <summary>Datasets.</summary>
    public IReadOnlyList<MlflowDatasetInput> DatasetInputs { get; init => field = value ?? []; } = [];

    /// <summary>Logged models.</summary>
    public IReadOnlyList<MlflowModelInput> ModelInputs { get; init => field = value ?? []; } = [];
}

/// <summary>What a run made.</summary>
public sealed record MlflowRunOutputs
{
    /// <summary>Logged models.</summary>
    public IReadOnlyList<MlflowModelOutput> ModelOutputs { get; init => field = value ?? []; } = [];
}

/// <summary>A parameter.</summary>
/// <param name="Key">Its name, at most 250 characters.</param>
/// <param name="Value">Its value, at most 6,000 characters.</param>
public readonly record struct MlflowParameter(string Key, string Value);

/// <summary>A dataset as an input of a run.</summary>
/// <param name="Dataset">The dataset.</param>
public sealed record MlflowDatasetInput(MlflowDataset Dataset)
{
    /// <summary>What it is for: <c>mlflow.data.context</c> is what MLflow's pages show, such as <c>train</c>.</summary>
    public IReadOnlyList<MlflowTag> Tags { get; init => field = value ?? []; } = [];
}

/// <summary>A dataset, or whatever else data comes from: a world and its version.</summary>
/// <param name="Name">Its name, at most 500 characters.</param>
/// <param name="Digest">What tells its content from another's of that name, at most 36 characters.</param>
/// <param name="SourceType">What kind of source it has, such as <c>local</c>, <c>http</c>, <c>code</c>.</param>
/// <param name="Source">Where it is from, as JSON, at most 65,535 characters.</param>
/// <param name="Schema">Its columns, as JSON, at most 1,048,575 characters; null for none.</param>
/// <param name="Profile">Its size and the like, as JSON, at most 16,777,215 characters; null for none.</param>
public sealed record MlflowDataset(string Name, string Digest, string SourceType, string Source, string? Schema = null, string? Profile = null);

/// <summary>A logged model as an input of a run (MLflow 3).</summary>
/// <param name="ModelId">The model.</param>
public readonly record struct MlflowModelInput(string ModelId);

/// <summary>A logged model that a run made (MLflow 3).</summary>
/// <param name="ModelId">The model.</param>
/// <param name="Step">At which step.</param>
public readonly record struct MlflowModelOutput(string ModelId, long Step);
