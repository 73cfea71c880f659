using System.Text.Json.Serialization;

namespace RlLab.Tracking.Server.Wire;

/// <summary>An experiment as the API gives it.</summary>
internal sealed record Experiment(
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] long ExperimentId,
    string Name,
    string ArtifactLocation,
    string LifecycleStage,
    long LastUpdateTime,
    long CreationTime)
{
    public IReadOnlyList<KeyValue>? Tags { get; init; }
}
