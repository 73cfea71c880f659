using System.Globalization;
using RlLab.Sweeps;
using Tomlyn.Model;

namespace RlLab.Cli;

/// <summary>Reads the table <c>slurm</c> of <c>rllab.toml</c>.</summary>
internal static class SlurmSettings
{
    private const string Table = "slurm";
    private const string Others = "options";

    private static readonly Dictionary<string, Func<SlurmOptions, string, SlurmOptions>> Texts = new()
    {
        ["partition"] = (o, text) => o with { Partition = text },
        ["account"] = (o, text) => o with { Account = text },
        ["qos"] = (o, text) => o with { Qos = text },
        ["gres"] = (o, text) => o with { Gres = text },
        ["memory"] = (o, text) => o with { Memory = text },
        ["time"] = (o, text) => o with { Time = text },
    };

    private static readonly Dictionary<string, Func<SlurmOptions, IReadOnlyList<string>, SlurmOptions>> Lists = new()
    {
        ["modules"] = (o, list) => o with { Modules = list },
        ["setup"] = (o, list) => o with { Setup = list },
    };

    /// <summary>Reads the table.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="UserException">It holds a key or a value that does not fit.</exception>
    public static SlurmOptions Read(TomlFile file)
    {
        file.RefuseUnknown([Table], [.. Texts.Keys, "cpus", .. Lists.Keys, Others]);
        var options = new SlurmOptions();
        foreach (var (key, set) in Texts.Where(text => file.Value(Table, text.Key) is not null))
        {
            options = Set(options, o => set(o, file.Value<string>("a text in quotation marks", Table, key)!), key);
        }

        foreach (var (key, set) in Lists.Where(list => file.Value(Table, list.Key) is not null))
        {
            options = set(options, List(key));
        }

        if (file.Value(Table, "cpus") is { } cpus)
        {
            options = Set(options, o => o with { Cpus = cpus is long and >= 0 and <= int.MaxValue ? (int)(long)cpus : -1 }, "cpus");
        }

        foreach (var name in file.Value<TomlTable>($"a table: write [{Table}.{Others}], and its keys in the lines below", Table, Others)?.Keys ?? [])
        {
            var others = new Dictionary<string, string?>(options.Options) { [name] = Argument(name) };
            options = Set(options, o => o with { Options = others }, Others, name);
        }

        return options;

        SlurmOptions Set(SlurmOptions options, Func<SlurmOptions, SlurmOptions> set, params string[] key)
        {
            try
            {
                return set(options);
            }
            catch (SweepException e)
            {
                throw file.Wrong(e.Message, [Table, .. key]);
            }
        }

        string[] List(string key) => file.Value(Table, key) is TomlArray list && list.All(item => item is string)
            ? [.. list.Cast<string>()]
            : throw file.Wrong($"'{Table}.{key}' takes a list of texts: [\"first\", \"second\"].", Table, key);

        string? Argument(string name) => file.Value(Table, Others, name) switch
        {
            true => null,
            string text => text,
            long number => number.ToString(CultureInfo.InvariantCulture),
            _ => throw file.Wrong(
                $"'{Table}.{Others}.{name}' takes a text, a whole number, or true where sbatch takes no value.", Table, Others, name),
        };
    }
}
