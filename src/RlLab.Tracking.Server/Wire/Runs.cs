using System.Text.Json.Serialization;

namespace RlLab.Tracking.Server.Wire;

/// <summary>A parameter or a tag.</summary>
internal sealed record KeyValue(string Key, string Value);

/// <summary>One point of a metric; the time is in milliseconds since 1970.</summary>
internal sealed record MetricPoint(string Key, double Value, long Timestamp, long Step);

/// <summary>A run as the API gives it.</summary>
internal sealed record Run(RunInfo Info, RunData Data, RunInputs Inputs, RunOutputs? Outputs);

/// <summary>What a run is, apart from what it logged.</summary>
internal sealed record RunInfo(
    string RunUuid,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] long ExperimentId,
    string RunName,
    string UserId,
    string Status,
    long StartTime,
    long? EndTime,
    string ArtifactUri,
    string LifecycleStage)
{
    public string RunId => RunUuid;
}

/// <summary>What a run logged: the last point of each metric, its parameters and its tags.</summary>
internal sealed record RunData(IReadOnlyList<MetricPoint>? Metrics, IReadOnlyList<KeyValue>? Params, IReadOnlyList<KeyValue>? Tags);

/// <summary>The datasets and models that went into a run.</summary>
internal sealed record RunInputs(IReadOnlyList<DatasetInput>? DatasetInputs, IReadOnlyList<ModelInput>? ModelInputs);

/// <summary>The models that came out of a run.</summary>
internal sealed record RunOutputs(IReadOnlyList<ModelOutput>? ModelOutputs);

/// <summary>A dataset as a run used it.</summary>
internal sealed record DatasetInput(IReadOnlyList<KeyValue>? Tags, Dataset Dataset);

/// <summary>A dataset.</summary>
internal sealed record Dataset(string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile);

/// <summary>A model that went into a run.</summary>
internal sealed record ModelInput(string ModelId);

/// <summary>A model that came out of a run, and after which step.</summary>
internal sealed record ModelOutput(string ModelId, long Step);

/// <summary>A dataset of an experiment, and what a run used it for.</summary>
internal sealed record DatasetSummary(
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] long ExperimentId, string Name, string Digest, string? Context);
