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
[JsonDerivedType(typeof(RunReleased), "released")]
[JsonDerivedType(typeof(RunReported), "reported")]
[JsonDerivedType(typeof(RunWantedAgain), "again")]
[JsonDerivedType(typeof(WorkerJoined), "joined")]
[JsonDerivedType(typeof(WorkerLeft), "left")]
[JsonDerivedType(typeof(SweepExtended), "extended")]
[JsonDerivedType(typeof(SweepCancelled), "cancelled")]
[JsonDerivedType(typeof(SweepResumed), "resumed")]
[JsonDerivedType(typeof(TasksSubmitted), "submitted")]
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
    Direction Direction) : SweepEvent
{
    /// <summary>The newest store that this version knows.</summary>
    public const int NewestVersion = 2;

    /// <summary>Its name among the experiment's sweeps; null for the one that needs no name.</summary>
    public string? Name { get; init; }

    /// <summary>What a command calls it: <c>cartpole-dqn</c>, or <c>cartpole-dqn/coarse</c>.</summary>
    [JsonIgnore]
    public string Title => Name is null ? Experiment : $"{Experiment}/{Name}";

    /// <summary>The store's version: 1, of one journal and one leader, where it is not said; 2 has a journal for each worker.</summary>
    public int? Version { get; init; }

    /// <summary>
    /// L: trial k sees what came of the trials 0 to k-L and takes the others for pending, however many train at once. Null in a store of version 1.
    /// </summary>
    public int? Lag { get; init; }

    /// <summary>What makes it the sweep that it is; null in a store of version 1.</summary>
    public SweepIdentity? Identity { get; init; }

    /// <summary>What replaces the attributes' domains, as <c>--space</c> takes it, by parameter; null for nothing.</summary>
    public IReadOnlyDictionary<string, string>? Spaces { get; init; }

    /// <summary>How its winner is confirmed; null where it is not.</summary>
    public ConfirmationOptions? Confirmation { get; init; }

    /// <summary>What ends runs early; null for nothing.</summary>
    public PrunerChoice? Pruner { get; init; }

    /// <summary>What its runs are given; null in a store of version 1.</summary>
    public RunSettings? Settings { get; init; }

    /// <summary>What its runs may take; null in a store of version 1.</summary>
    public SweepLimits? Limits { get; init; }
}

/// <summary>What every run of a sweep is given, so that a worker needs the store alone.</summary>
/// <param name="Engine">What executes torch.</param>
/// <param name="Device">Where to train: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="ExperimentPrefix">What stands before an experiment's name in MLflow.</param>
/// <param name="Tags">What every run is tagged with.</param>
public sealed record RunSettings(string Engine, string Device, string ExperimentPrefix, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>How its runs train beside each other; null where they train one at a time.</summary>
    public LaneSettings? Lanes { get; init; }

    /// <summary>Whether its runs make films. Default: true.</summary>
    public bool Films { get; init; } = true;
}

/// <summary>How many runs train at once, and where.</summary>
/// <param name="Width">How many in one worker, as lanes of one program.</param>
/// <param name="Workers">Among how many workers they are spread, before any of them has several.</param>
public sealed record LaneSettings(int Width, int Workers)
{
    /// <summary>Whether they were asked for; else <see cref="LanePlan"/> has chosen them.</summary>
    public bool AreAsked { get; init; }
}

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
/// <param name="At">When, by the clock of who began it.</param>
public sealed record RunStarted(string Run, DateTimeOffset At) : SweepEvent
{
    /// <summary>Which attempt at the run it is, from 1; null in a store of version 1, where there is one.</summary>
    public int? Attempt { get; init; }
}

/// <summary>A run that came to an end.</summary>
/// <param name="Run">The run's identity.</param>
/// <param name="At">When, by the clock of who tells it.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record RunEnded(string Run, DateTimeOffset At, RunOutcome Outcome) : SweepEvent
{
    /// <summary>Which attempt ended, from 1; null in a store of version 1, where there is one.</summary>
    public int? Attempt { get; init; }
}

/// <summary>A run that was given back by who had begun it; whoever claims it next goes on from its checkpoint.</summary>
/// <param name="Run">The run's identity.</param>
/// <param name="Attempt">Which attempt, from 1.</param>
public sealed record RunReleased(string Run, int Attempt) : SweepEvent;

/// <summary>What a run has logged of its objective since it told of it last; told where a pruner is active.</summary>
/// <param name="Run">The run's identity.</param>
/// <param name="Attempt">Which attempt, from 1.</param>
/// <param name="Points">The points, in the order of steps.</param>
public sealed record RunReported(string Run, int Attempt, IReadOnlyList<ObjectivePoint> Points) : SweepEvent;

/// <summary>A run that is to be made again, whatever came of it: by <c>resume</c> or <c>retry</c>.</summary>
/// <param name="Run">The run's identity.</param>
/// <param name="After">The attempts up to this one do not count any more.</param>
public sealed record RunWantedAgain(string Run, int After) : SweepEvent;

/// <summary>The first entry of a worker's journal.</summary>
/// <param name="Worker">The worker's name, which no other has.</param>
/// <param name="Machine">The machine, as it calls itself.</param>
/// <param name="Boot">Tells machines of one name apart, where the system can.</param>
/// <param name="At">When, by its clock.</param>
public sealed record WorkerJoined(string Worker, string Machine, string? Boot, DateTimeOffset At) : SweepEvent;

/// <summary>The last entry of the journal of a worker that ended by itself.</summary>
/// <param name="Worker">The worker's name.</param>
public sealed record WorkerLeft(string Worker) : SweepEvent;

/// <summary>More of the same sweep.</summary>
/// <param name="Trials">How many settings are tried from now on.</param>
/// <param name="Seeds">The seeds that each setting is run with from now on.</param>
public sealed record SweepExtended(int Trials, IReadOnlyList<long> Seeds) : SweepEvent;

/// <summary>No further run shall begin, and those that train shall stop.</summary>
/// <param name="Round">How often the sweep had been taken up again by then; a later round is not cancelled by it.</param>
public sealed record SweepCancelled(int Round) : SweepEvent;

/// <summary>The sweep was taken up again.</summary>
/// <param name="Round">How often, this time included.</param>
public sealed record SweepResumed(int Round) : SweepEvent
{
    /// <summary>What its identity is from now on; null where it has not changed.</summary>
    public SweepIdentity? Identity { get; init; }

    /// <summary>What its runs may take from now on; null where that has not changed.</summary>
    public SweepLimits? Limits { get; init; }

    /// <summary>How its winner is confirmed from now on; null where that has not changed.</summary>
    public ConfirmationOptions? Confirmation { get; init; }

    /// <summary>What its runs are given from now on; null where that has not changed.</summary>
    public RunSettings? Settings { get; init; }
}

/// <summary>Workers were asked for from a cluster, which starts them when it has room.</summary>
/// <param name="Launcher">Which kind of cluster: <see cref="Slurm"/>.</param>
/// <param name="Job">The number of the job, an array of tasks.</param>
/// <param name="Tasks">How many tasks it has; each is a worker.</param>
public sealed record TasksSubmitted(string Launcher, long Job, int Tasks) : SweepEvent
{
    /// <summary>The launcher of a Slurm cluster.</summary>
    public const string Slurm = "slurm";
}
