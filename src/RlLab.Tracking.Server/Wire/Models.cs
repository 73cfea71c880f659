using System.Text.Json.Serialization;

namespace RlLab.Tracking.Server.Wire;

/// <summary>A model of the registry as the API gives it.</summary>
internal sealed record RegisteredModel(string Name, long CreationTimestamp, long LastUpdatedTimestamp, string? Description)
{
    public IReadOnlyList<ModelVersion>? LatestVersions { get; init; }

    public IReadOnlyList<KeyValue>? Tags { get; init; }

    public IReadOnlyList<ModelAlias>? Aliases { get; init; }
}

/// <summary>A name for one version of a model, which may move to another.</summary>
internal sealed record ModelAlias(string Alias, [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] long Version);

/// <summary>A version of a registered model as the API gives it.</summary>
internal sealed record ModelVersion(
    string Name,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] long Version,
    long CreationTimestamp,
    long LastUpdatedTimestamp,
    string CurrentStage,
    string Description,
    string Source,
    string RunId,
    string RunLink)
{
    public string Status => "READY";

    public IReadOnlyList<KeyValue>? Tags { get; init; }

    public IReadOnlyList<string>? Aliases { get; init; }
}

/// <summary>A logged model as the API gives it.</summary>
internal sealed record LoggedModel(LoggedModelInfo Info, LoggedModelData Data);

/// <summary>What a logged model is.</summary>
internal sealed record LoggedModelInfo(
    string ModelId,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] long ExperimentId,
    string Name,
    long CreationTimestampMs,
    long LastUpdatedTimestampMs,
    string ArtifactUri,
    string Status,
    string ModelType,
    string? SourceRunId)
{
    public IReadOnlyList<KeyValue>? Tags { get; init; }
}

/// <summary>The parameters and the points of a logged model.</summary>
internal sealed record LoggedModelData(IReadOnlyList<KeyValue>? Params, IReadOnlyList<ModelMetric>? Metrics);

/// <summary>A point of a logged model: the model's score on a dataset, say, and the run that found it.</summary>
internal sealed record ModelMetric(
    string Key, double Value, long Timestamp, long Step, string ModelId, string? DatasetName, string? DatasetDigest, string? RunId);
