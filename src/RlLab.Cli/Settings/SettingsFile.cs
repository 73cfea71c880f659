using System.Globalization;
using RlLab.Engines;
using Tomlyn.Model;

namespace RlLab.Cli;

/// <summary>Reads <c>rllab.toml</c>, and refuses what it does not know with the file, the line and the column.</summary>
internal static class SettingsFile
{
    public const string Name = "rllab.toml";

    private const string CheckpointSeconds = "checkpoint_seconds";

    private const string Space = "space";

    /// <summary>The nearest file in the current folder or above it, else the one beside the program; null for none.</summary>
    /// <param name="host">Says which folders.</param>
    public static string? Find(HostContext host)
    {
        for (var folder = new DirectoryInfo(host.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Name)))
            {
                return Path.Combine(folder.FullName, Name);
            }
        }

        var beside = Path.Combine(host.ProgramDirectory, Name);
        return File.Exists(beside) ? beside : null;
    }

    /// <summary>Reads the file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="experiments">The experiments that it may name.</param>
    /// <exception cref="UserException">It is not TOML, or holds a key or a value that does not fit.</exception>
    public static LabSettings Read(string path, IReadOnlyList<ExperimentDescriptor> experiments)
    {
        var file = new TomlFile(path);
        file.RefuseUnknown([], "tracking", "defaults", "sweep", "slurm", "experiments");
        file.RefuseUnknown(["tracking"], "uri", "experiment_prefix", "system_metrics");
        file.RefuseUnknown(["defaults"], "device", "engine", "parallel", CheckpointSeconds, "durability");
        return new LabSettings
        {
            File = path,
            TrackingUri = Text(file, "tracking", "uri") is { } uri ? new PlacedText(uri, file.Place("tracking", "uri")) : null,
            ExperimentPrefix = Text(file, "tracking", "experiment_prefix") ?? "",
            Device = Default(file, "device", Placement.CheckDevice) ?? "auto",
            Engine = Default(file, "engine", text => TorchEngines.Parse(text, "'defaults.engine'")),
            Parallel = Parallel(file),
            CheckpointEvery = CheckpointEvery(file) ?? new LabSettings().CheckpointEvery,
            Durability = Default(file, "durability", text => DurabilityWord.Read(text, "'defaults.durability'")) ?? new LabSettings().Durability,
            SystemMetrics = SystemMetrics(file) ?? new LabSettings().SystemMetrics,
            Sweep = SweepSettings.Read(file),
            Slurm = SlurmSettings.Read(file),
            Overrides = Overrides(file, experiments),
            Spaces = Spaces(file, experiments),
        };
    }

    private static string? Text(TomlFile file, params string[] key) => file.Value<string>("a text in quotation marks", key);

    private static T? Default<T>(TomlFile file, string name, Func<string, T> parse)
    {
        var text = Text(file, "defaults", name);
        try
        {
            return text is null ? default : parse(text);
        }
        catch (Exception e) when (e is EngineException or UserException)
        {
            throw file.Wrong(e.Message, "defaults", name);
        }
    }

    private static int? Parallel(TomlFile file) => file.Value("defaults", "parallel") switch
    {
        null => null,
        long and >= 1 and <= int.MaxValue and var number => (int)(long)number,
        _ => throw file.Wrong("'defaults.parallel' takes a whole number from 1.", "defaults", "parallel"),
    };

    private static bool? SystemMetrics(TomlFile file) => file.Value("tracking", "system_metrics") switch
    {
        null => null,
        bool and var measured => (bool)measured,
        _ => throw file.Wrong("'tracking.system_metrics' takes true or false.", "tracking", "system_metrics"),
    };

    private static TimeSpan? CheckpointEvery(TomlFile file) => file.Value("defaults", CheckpointSeconds) switch
    {
        null => null,
        long and >= 0 and <= 86_400 and var seconds => TimeSpan.FromSeconds((long)seconds),
        double and >= 0 and <= 86_400 and var seconds => TimeSpan.FromSeconds((double)seconds),
        _ => throw file.Wrong($"'defaults.{CheckpointSeconds}' takes a number of seconds, from 0 to a day.", "defaults", CheckpointSeconds),
    };

    private static Dictionary<string, IReadOnlyList<Assignment>> Overrides(TomlFile file, IReadOnlyList<ExperimentDescriptor> experiments)
    {
        file.RefuseUnknown(["experiments"], [.. experiments.Select(e => e.Name)]);
        return experiments.Where(e => file.Value("experiments", e.Name) is not null).ToDictionary(e => e.Name, e => Overrides(file, e));
    }

    private static IReadOnlyList<Assignment> Overrides(TomlFile file, ExperimentDescriptor experiment)
    {
        var overrides = new List<Assignment>();
        foreach (var (parameter, value, key) in Entries(file, experiment, ["experiments", experiment.Name]))
        {
            var text = Text(value) ?? throw file.Wrong($"{parameter} takes a number, a text, true or false.", key);
            overrides.Add(new Assignment(parameter, text, file.Place(key)));
        }

        return overrides;
    }

    /// <summary>What a table says of an experiment's parameters; the path of one is a quoted key, or tables one in the other.</summary>
    private static IReadOnlyList<(string Parameter, object Value, string[] Key)> Entries(
        TomlFile file, ExperimentDescriptor experiment, string[] table, string path = "")
    {
        string[] names = [.. experiment.Parameters.Select(p => p.Name)];
        var inner = names.Where(name => name.StartsWith(path, StringComparison.Ordinal)).Select(name => name[path.Length..]).ToList();
        var groups = inner.Where(name => name.Contains('.')).Select(name => name[..name.IndexOf('.')]).Distinct();
        var isTop = path.Length == 0 && table is not [.., Space];
        file.RefuseUnknown(table, [.. inner, .. groups, .. isTop ? [Space] : Array.Empty<string>()]);
        var entries = new List<(string, object, string[])>();
        foreach (var (name, value) in file.Value(table) as TomlTable ?? [])
        {
            string[] key = [.. table, name];
            if (value is TomlTable && groups.Contains(name))
            {
                entries.AddRange(Entries(file, experiment, key, $"{path}{name}."));
            }
            else if (names.Contains(path + name) && !(isTop && name == Space && value is TomlTable))
            {
                entries.Add((path + name, value, key));
            }
            else if (groups.Contains(name))
            {
                throw file.Wrong($"{path}{name} is a group, and takes a table: [{string.Join('.', key)}].", key);
            }
        }

        return [.. entries.OrderBy(entry => Array.IndexOf(names, entry.Item1))];
    }

    private static Dictionary<string, IReadOnlyList<Assignment>> Spaces(TomlFile file, IReadOnlyList<ExperimentDescriptor> experiments) => experiments
        .Where(e => file.Value("experiments", e.Name, Space) is TomlTable)
        .ToDictionary(e => e.Name, e => Spaces(file, e));

    private static IReadOnlyList<Assignment> Spaces(TomlFile file, ExperimentDescriptor experiment)
    {
        string[] table = ["experiments", experiment.Name];
        var values = Entries(file, experiment, table).Select(entry => entry.Parameter).ToHashSet();
        var spaces = new List<Assignment>();
        foreach (var (parameter, value, key) in Entries(file, experiment, [.. table, Space]))
        {
            if (values.Contains(parameter))
            {
                throw file.Wrong(
                    $"{parameter} is set to one value in [experiments.{experiment.Name}], and has a space here. Leave one of them out.", key);
            }

            var text = value is TomlArray list && list.All(item => item is not null && Text(item) is not null)
                ? string.Join(',', list.Select(item => Text(item!)))
                : Text(value) ?? throw file.Wrong($"{parameter} takes a list of values, or a range as a text: \"1e-4..1e-2:log\".", key);
            spaces.Add(new Assignment(parameter, text, file.Place(key)));
        }

        return spaces;
    }

    private static string? Text(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };
}
