using System.Text.Json.Serialization;

namespace RlLab.Tracking;

/// <summary>A model that a run has made (MLflow 3).</summary>
/// <param name="Info">What it is.</param>
public sealed record MlflowLoggedModel(MlflowLoggedModelInfo Info)
{
    /// <summary>What was logged to it.</summary>
    public MlflowLoggedModelData Data { get; init => field = value ?? new(); } = new();
}

/// <summary>What a logged model is.</summary>
/// <param name="ModelId">The server's id of it, as <c>m-</c> and 32 digits.</param>
/// <param name="ExperimentId">Its experiment.</param>
/// <param name="Name">Its name.</param>
/// <param name="ArtifactUri">Where its files lie.</param>
public sealed record MlflowLoggedModelInfo(string ModelId, string ExperimentId, string Name, string ArtifactUri)
{
    /// <summary>Whether its files are there.</summary>
    public MlflowLoggedModelStatus Status { get; init; }

    /// <summary>What kind of model it is; empty where nobody said.</summary>
    public string ModelType { get; init => field = value ?? ""; } = "";

    /// <summary>The run that made it; empty for none.</summary>
    public string SourceRunId { get; init => field = value ?? ""; } = "";

    /// <summary>When it was created; null where the server does not say.</summary>
    [JsonPropertyName("creation_timestamp_ms")]
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed; null where the server does not say.</summary>
    [JsonPropertyName("last_updated_timestamp_ms")]
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<MlflowTag> Tags { get; init => field = value ?? []; } = [];
}

/// <summary>What was logged to a model.</summary>
public sealed record MlflowLoggedModelData
{
    /// <summary>Parameters.</summary>
    public IReadOnlyList<MlflowParameter> Params { get; init => field = value ?? []; } = [];

    /// <summary>Points that were logged with its id.</summary>
    public IReadOnlyList<MlflowMetric> Metrics { get; init => field = value ?? []; } = [];
}

/// <summary>Whether the files of a logged model are there.</summary>
public enum MlflowLoggedModelStatus
{
    /// <summary>The server does not say.</summary>
    [JsonStringEnumMemberName("LOGGED_MODEL_STATUS_UNSPECIFIED")]
    Unspecified,

    /// <summary>They are on their way.</summary>
    [JsonStringEnumMemberName("LOGGED_MODEL_PENDING")]
    Pending,

    /// <summary>They are there.</summary>
    [JsonStringEnumMemberName("LOGGED_MODEL_READY")]
    Ready,

    /// <summary>They did not arrive.</summary>
    [JsonStringEnumMemberName("LOGGED_MODEL_UPLOAD_FAILED")]
    UploadFailed,
}

/// <summary>One order of a search of logged models.</summary>
/// <param name="FieldName">What to order by, such as <c>metrics.loss</c> or <c>creation_time</c>.</param>
/// <param name="Ascending">Whether the least comes first.</param>
/// <param name="DatasetName">For a metric, the dataset that it was measured on; null for any.</param>
/// <param name="DatasetDigest">The digest of that dataset; null for any.</param>
public sealed record MlflowLoggedModelOrder(string FieldName, bool Ascending = true, string? DatasetName = null, string? DatasetDigest = null);

/// <summary>A dataset that metrics in a search of logged models must have been measured on.</summary>
/// <param name="DatasetName">Its name.</param>
/// <param name="DatasetDigest">Its digest; null for any.</param>
public sealed record MlflowLoggedModelDataset(string DatasetName, string? DatasetDigest = null);
