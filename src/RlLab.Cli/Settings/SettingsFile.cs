using System.Globalization;
using System.Text.RegularExpressions;
using RlLab.Engines;
using Tomlyn;
using Tomlyn.Model;

namespace RlLab.Cli;

/// <summary>Reads <c>rllab.toml</c>, and refuses what it does not know with the file, the line and the column.</summary>
internal sealed partial class SettingsFile
{
    public const string Name = "rllab.toml";

    private readonly string _path;
    private readonly string _text;
    private readonly TomlTable _root;

    private SettingsFile(string path)
    {
        _path = path;
        _text = File.ReadAllText(path);
        try
        {
            _root = TomlSerializer.Deserialize<TomlTable>(_text) ?? [];
        }
        catch (TomlException e)
        {
            throw new UserException(
                $"{path}:{e.Line ?? 1}:{e.Column ?? 1}: this is not TOML: {Place().Replace(e.Message, "")} "
                + "Mend the line, or move the file away to run with the defaults.");
        }
    }

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
        var file = new SettingsFile(path);
        file.RefuseUnknown(file._root, [], ["tracking", "defaults", "experiments"]);
        var tracking = file.Table(file._root, "tracking");
        file.RefuseUnknown(tracking, ["tracking"], ["uri", "experiment_prefix"]);
        var defaults = file.Table(file._root, "defaults");
        file.RefuseUnknown(defaults, ["defaults"], ["device", "engine", "parallel"]);
        return new LabSettings
        {
            File = path,
            TrackingUri = file.Value<string>(tracking, "a text", "tracking", "uri"),
            ExperimentPrefix = file.Value<string>(tracking, "a text", "tracking", "experiment_prefix") ?? "",
            Device = file.Value<string>(defaults, "a text", "defaults", "device") ?? "auto",
            Engine = file.Engine(defaults),
            Parallel = file.Parallel(defaults),
            Overrides = file.Overrides(experiments),
        };
    }

    private TorchEngine? Engine(TomlTable defaults)
    {
        try
        {
            return Value<string>(defaults, "a text", "defaults", "engine") is { } text ? TorchEngines.Parse(text, "defaults.engine") : null;
        }
        catch (EngineException e)
        {
            throw Wrong(e.Message, "defaults", "engine");
        }
    }

    private int? Parallel(TomlTable defaults) => Value<object>(defaults, "a whole number", "defaults", "parallel") switch
    {
        null => null,
        long and >= 1 and <= int.MaxValue and var number => (int)(long)number,
        _ => throw Wrong("defaults.parallel takes a whole number from 1.", "defaults", "parallel"),
    };

    private Dictionary<string, IReadOnlyList<Assignment>> Overrides(IReadOnlyList<ExperimentDescriptor> experiments)
    {
        var overrides = new Dictionary<string, IReadOnlyList<Assignment>>();
        var tables = Table(_root, "experiments");
        RefuseUnknown(tables, ["experiments"], [.. experiments.Select(e => e.Name)]);
        foreach (var experiment in experiments.Where(e => tables.ContainsKey(e.Name)))
        {
            var values = Table(tables, "experiments", experiment.Name);
            RefuseUnknown(values, ["experiments", experiment.Name], [.. experiment.Parameters.Select(p => p.Name)]);
            overrides[experiment.Name] =
            [
                .. experiment.Parameters.Where(p => values.ContainsKey(p.Name)).Select(p =>
                {
                    string[] key = ["experiments", experiment.Name, p.Name];
                    var text = Text(values[p.Name]) ?? throw Wrong($"{p.Name} takes a number, a text, true or false.", key);
                    return new Assignment(p.Name, text, Position(key));
                }),
            ];
        }

        return overrides;
    }

    private static string? Text(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    private TomlTable Table(TomlTable parent, params string[] key) => parent.TryGetValue(key[^1], out var value)
        ? value as TomlTable ?? throw Wrong($"'{string.Join('.', key)}' is a table: [{string.Join('.', key)}].", key)
        : [];

    private T? Value<T>(TomlTable table, string kind, params string[] key)
        where T : class
        => table.TryGetValue(key[^1], out var value)
            ? value as T ?? throw Wrong($"'{string.Join('.', key)}' takes {kind}.", key)
            : null;

    private void RefuseUnknown(TomlTable table, string[] parent, string[] known)
    {
        if (table.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown)
        {
            var where = parent.Length == 0 ? "" : $" in [{string.Join('.', parent)}]";
            throw Wrong($"there is no key '{unknown}'{where}.{NearestNames.Hint(unknown, known)}", [.. parent, unknown]);
        }
    }

    private UserException Wrong(string what, params string[] key) => new($"{Position(key)}: {what}");

    private string Position(string[] key)
    {
        var (line, column) = TomlKeyPosition.Find(_text, key);
        return $"{_path}:{line}:{column}";
    }

    /// <summary>The place that Tomlyn puts before what is wrong, which the message here tells in its own way.</summary>
    [GeneratedRegex(@"^\(\d+,\d+\) : error : ")]
    private static partial Regex Place();
}
