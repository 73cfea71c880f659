using System.Text.Json;
using System.Text.Json.Serialization;

namespace RlLab.Sweeps;

/// <summary>What a sweep and its worker processes say to each other: one line of JSON each.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "message")]
[JsonDerivedType(typeof(StopMessage), "stop")]
[JsonDerivedType(typeof(StartedMessage), "started")]
[JsonDerivedType(typeof(ProgressMessage), "progress")]
[JsonDerivedType(typeof(ToldMessage), "told")]
[JsonDerivedType(typeof(NotedMessage), "noted")]
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

/// <summary>From the worker: how far a run is.</summary>
internal sealed record ProgressMessage(string Run, long Step, long TotalSteps) : WorkerMessage;

/// <summary>From the worker: what there is to tell of a run, as a sentence.</summary>
internal sealed record ToldMessage(string Run, string What) : WorkerMessage;

/// <summary>From the worker: what there is to tell that concerns no single run.</summary>
internal sealed record NotedMessage(string What) : WorkerMessage;

/// <summary>From the worker: how a run ended.</summary>
internal sealed record EndedMessage(string Run, RunOutcome Outcome) : WorkerMessage;
