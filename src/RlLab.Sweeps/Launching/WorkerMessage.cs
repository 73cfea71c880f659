using System.Text.Json;
using System.Text.Json.Serialization;

namespace RlLab.Sweeps;

/// <summary>What a sweep and its worker processes say to each other: one line of JSON each.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "message")]
[JsonDerivedType(typeof(StopMessage), "stop")]
[JsonDerivedType(typeof(StartedMessage), "started")]
[JsonDerivedType(typeof(ProgressMessage), "progress")]
[JsonDerivedType(typeof(ToldMessage), "told")]
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

/// <summary>To the worker: stop what you train, and begin nothing more.</summary>
internal sealed record StopMessage : WorkerMessage;

/// <summary>From the worker: it has claimed a run, and begins it.</summary>
internal sealed record StartedMessage(RunRequest Run) : WorkerMessage;

/// <summary>From the worker: how far it is.</summary>
internal sealed record ProgressMessage(long Step, long TotalSteps) : WorkerMessage;

/// <summary>From the worker: what there is to tell of the run, as a sentence.</summary>
internal sealed record ToldMessage(string What) : WorkerMessage;

/// <summary>From the worker: how the run ended.</summary>
internal sealed record EndedMessage(RunOutcome Outcome) : WorkerMessage;
