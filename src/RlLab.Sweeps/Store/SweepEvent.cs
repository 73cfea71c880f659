using System.Text.Json;
using System.Text.Json.Serialization;

namespace RlLab.Sweeps;

/// <summary>One entry of a sweep's journal: a line of JSON whose <c>event</c> says which.</summary>
/// <remarks>Old journals stay readable: names and meanings of what is here never change, new fields are optional.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(SweepHeader), "sweep")]
[JsonDerivedType(typeof(RunPlanned), "planned")]
[JsonDerivedType(typeof(RunStarted), "started")]
[JsonDerivedType(typeof(RunEnded), "ended")]
public abstract record SweepEvent
{
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads an entry; null for a kind that this version does not know.</summary>
    internal static SweepEvent? FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<SweepEvent>(json, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The first entry: what is swept, and how.</summary>
/// <param name="Id">The sweep's identity, which is also that of its parent run in MLflow: 32 hexadecimal digits.</param>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Started">When the sweep was started.</param>
/// <param name="Sampler">How settings were chosen.</param>
/// <param name="SamplerSeed">What seeded the choice.</param>
/// <param name="Swept">The names of the parameters that vary, in the order of declaration.</param>
/// <param name="Fixed">The values that were set by hand, as texts.</param>
/// <param name="Trials">How many settings are tried.</param>
/// <param name="Seeds">The seeds that each setting is run with.</param>
/// <param name="Objective">The metric that settings are compared by.</param>
/// <param name="Direction">Which end of the objective is the good one.</param>
public sealed record SweepHeader(
    string Id,
    string Experiment,
    DateTimeOffset Started,
    Sampler Sampler,
    long SamplerSeed,
    IReadOnlyList<string> Swept,
    IReadOnlyDictionary<string, string> Fixed,
    int Trials,
    IReadOnlyList<long> Seeds,
    string Objective,
    Direction Direction) : SweepEvent;

/// <summary>A run that the sweep is going to make.</summary>
/// <param name="Run">The run's identity.</param>
/// <param name="Trial">The number of its setting.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Parameters">A value for every parameter, as texts.</param>
/// <param name="Phase">What it is for; left out of the journal where it is tuning.</param>
public sealed record RunPlanned(
    string Run,
    int Trial,
    long Seed,
    IReadOnlyDictionary<string, string> Parameters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] RunPhase Phase = RunPhase.Tuning) : SweepEvent;

/// <summary>A run that was begun.</summary>
/// <param name="Run">The run's identity.</param>
/// <param name="At">When.</param>
public sealed record RunStarted(string Run, DateTimeOffset At) : SweepEvent;

/// <summary>A run that came to an end.</summary>
/// <param name="Run">The run's identity.</param>
/// <param name="At">When.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record RunEnded(string Run, DateTimeOffset At, RunOutcome Outcome) : SweepEvent;
