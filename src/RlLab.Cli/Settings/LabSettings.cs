using RlLab.Engines;
using RlLab.Journal;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>What <c>rllab.toml</c> and the environment say; the command line comes on top.</summary>
internal sealed record LabSettings
{
    /// <summary>The file that was read; null where there is none.</summary>
    public string? File { get; init; }

    /// <summary>The MLflow server of <c>rllab.toml</c>; MLFLOW_TRACKING_URI goes before it. Null: the embedded one.</summary>
    public PlacedText? TrackingUri { get; init; }

    /// <summary>What stands before an experiment's name in MLflow. Default: nothing.</summary>
    public string ExperimentPrefix { get; init; } = "";

    /// <summary>Where to train: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>. Default: auto.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>What executes torch. Default: null, which leaves it to <see cref="Placement"/>.</summary>
    public TorchEngine? Engine { get; init; }

    /// <summary>How many runs of a sweep train at once. Default: null, as many as there are cores.</summary>
    public int? Parallel { get; init; }

    /// <summary>How much time passes between two checkpoints of a run; zero for one at every safe point. Default: a minute.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>When what a run logs is on the disk itself. Default: within a second.</summary>
    public JournalDurability Durability { get; init; } = JournalDurability.EverySecond;

    /// <summary>Whether a run of more than ten seconds has its machine's use measured. Default: true.</summary>
    public bool SystemMetrics { get; init; } = true;

    /// <summary>What the runs of a sweep may take, and share.</summary>
    public SweepSettings Sweep { get; init; } = new();

    /// <summary>What the tasks of a sweep ask a Slurm cluster for.</summary>
    public SlurmOptions Slurm { get; init; } = new();

    /// <summary>Values for parameters, by experiment, in the order in which they go one over the other.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Assignment>> Overrides { get; init; } =
        new Dictionary<string, IReadOnlyList<Assignment>>();

    /// <summary>What a sweep may choose from instead of what the attributes say, by experiment; see <see cref="DomainText"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Assignment>> Spaces { get; init; } =
        new Dictionary<string, IReadOnlyList<Assignment>>();

    /// <summary>Values for parameters of whichever experiment is run: the environment's.</summary>
    public IReadOnlyList<Assignment> CommonOverrides { get; init; } = [];

    /// <summary>The values set for an experiment's parameters: in the file, over it the environment, over it the command line.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="set">What <c>--set</c> was given.</param>
    /// <exception cref="UserException">One does not fit, or is of an alternative that is not taken.</exception>
    public ParameterSet FixedValues(ExperimentDescriptor experiment, IEnumerable<string> set)
    {
        var sources = Sources(experiment, Assignment.Sets(set));
        return Active(experiment, ParameterBinder.Bind(experiment, sources.SelectMany(source => source)), sources, isSweep: false);
    }

    /// <summary>An experiment as it is to be swept: with the domains of the file, over them those of the command line.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="set">What <c>--set</c> was given.</param>
    /// <param name="space">What <c>--space</c> was given.</param>
    /// <param name="defaults">Whether one setting is tried, as <c>--defaults</c> asks for.</param>
    /// <returns>The experiment, and the values that are set; of a value and a space for one parameter the later source counts.</returns>
    /// <exception cref="UserException">Something does not fit, or the command line has both for one parameter.</exception>
    public (ExperimentDescriptor Experiment, ParameterSet Fixed) ForSweep(
        ExperimentDescriptor experiment, string[] set, string[] space, bool defaults)
    {
        var (sets, asked) = (Assignment.Sets(set), Assignment.Spaces(space));
        if (asked.FirstOrDefault(s => sets.Any(a => a.Name == s.Name)) is { } both)
        {
            throw new UserException($"--set gives {both.Name} one value and --space several to choose from. Leave one of them out.");
        }

        var later = CommonOverrides.Concat(sets).Select(assignment => assignment.Name).ToHashSet();
        var spaces = Spaces.GetValueOrDefault(experiment.Name, []).Where(s => !later.Contains(s.Name)).Concat(asked)
            .Select(s => (ParameterBinder.Find(experiment, s).Name, Domain: DomainText.Read(ParameterBinder.Find(experiment, s), s)))
            .ToLookup(s => s.Name, s => s.Domain);
        var swept = experiment with
        {
            Parameters = [.. experiment.Parameters.Select(p => spaces.Contains(p.Name) ? p with { Domain = spaces[p.Name].Last() } : p)],
        };
        var sources = Sources(experiment, sets);
        var values = new ParameterSet(
            ParameterBinder.Bind(experiment, sources.SelectMany(source => source)).Where(value => !spaces.Contains(value.Key)));
        return asked.FirstOrDefault(s => InactiveParameter.Of(swept, s.Name, values, !defaults) is not null) is { } inactive
            ? throw InactiveParameter.Of(swept, inactive.Name, values, !defaults)!.Error(inactive.Origin)
            : (swept, Active(swept, values, sources, !defaults));
    }

    /// <summary>What sets values, lowest first.</summary>
    private IReadOnlyList<IReadOnlyList<Assignment>> Sources(ExperimentDescriptor experiment, IEnumerable<Assignment> set) =>
        [Overrides.GetValueOrDefault(experiment.Name, []), CommonOverrides, [.. set]];

    /// <summary>The values that can be. One of an alternative that a later source has taken another for is left out; else it is refused.</summary>
    private static ParameterSet Active(
        ExperimentDescriptor experiment, ParameterSet values, IReadOnlyList<IReadOnlyList<Assignment>> sources, bool isSweep)
    {
        return new ParameterSet(values.Where(value => IsActive(value.Key)));

        bool IsActive(string name)
        {
            if (InactiveParameter.Of(experiment, name, values, isSweep) is not { } inactive)
            {
                return true;
            }

            return Level(inactive.Condition.Parameter) > Level(name)
                ? false
                : throw inactive.Error(sources[Level(name)].Last(assignment => assignment.Name == name).Origin);
        }

        int Level(string name) => sources.Select((source, level) => source.Any(assignment => assignment.Name == name) ? level : -1).Max();
    }
}

/// <summary>A text that is understood only later.</summary>
/// <param name="Text">What was written.</param>
/// <param name="Place">The file, line and column, for messages.</param>
internal sealed record PlacedText(string Text, string Place);
