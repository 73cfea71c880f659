using System.Text.Json.Serialization;

namespace RlLab.Tracking.Server.Wire;

/// <summary>What is known of a trace, in the shape of MLflow 3.</summary>
internal sealed record TraceInfo(
    string TraceId,
    string? ClientRequestId,
    TraceLocation TraceLocation,
    string? RequestPreview,
    string? ResponsePreview,
    string RequestTime,
    string? ExecutionDuration,
    string State,
    IReadOnlyDictionary<string, string> TraceMetadata,
    IReadOnlyDictionary<string, string> Tags);

/// <summary>The experiment of a trace.</summary>
internal sealed record TraceLocation(ExperimentLocation MlflowExperiment)
{
    public string Type => "MLFLOW_EXPERIMENT";
}

/// <summary>An experiment as the place of traces.</summary>
internal sealed record ExperimentLocation([property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] long ExperimentId);

/// <summary>What is known of a trace, in the shape of MLflow 2.</summary>
internal sealed record LegacyTraceInfo(
    string RequestId,
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] long ExperimentId,
    long TimestampMs,
    long? ExecutionTimeMs,
    string Status,
    IReadOnlyList<KeyValue>? RequestMetadata,
    IReadOnlyList<KeyValue>? Tags);
