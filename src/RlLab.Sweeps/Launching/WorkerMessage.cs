using System.Text.Json;
using System.Text.Json.Serialization;

namespace RlLab.Sweeps;

/// <summary>What a sweep and its worker processes say to each other: one line of JSON each.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "message")]
[JsonDerivedType(typeof(TrainMessage), "train")]
[JsonDerivedType(typeof(StopMessage), "stop")]
[JsonDerivedType(typeof(ProgressMessage), "progress")]
[JsonDerivedType(typeof(EndedMessage), "ended")]
internal abstract record WorkerMessage
{
    public string ToLine() => JsonSerializer.Serialize(this, SweepEvent.Json);

    /// <summary>Reads a line; null where it is something else, such as what native code printed.</summary>
    public static WorkerMessage? FromLine(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize<WorkerMessage>(line, SweepEvent.Json) : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>To the worker: train this.</summary>
internal sealed record TrainMessage(RunRequest Run) : WorkerMessage;

/// <summary>To the worker: stop what you train.</summary>
internal sealed record StopMessage : WorkerMessage;

/// <summary>From the worker: how far it is.</summary>
internal sealed record ProgressMessage(long Step, long TotalSteps) : WorkerMessage;

/// <summary>From the worker: how the run ended.</summary>
internal sealed record EndedMessage(RunOutcome Outcome) : WorkerMessage;
