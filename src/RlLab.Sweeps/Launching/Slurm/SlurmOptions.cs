using System.Globalization;
using System.Text.RegularExpressions;

namespace RlLab.Sweeps;

/// <summary>What each task of a sweep asks a Slurm cluster for: the table <c>[slurm]</c> of <c>rllab.toml</c>.</summary>
/// <exception cref="SweepException">A value cannot work; the message names the key.</exception>
public sealed partial record SlurmOptions
{
    /// <summary>How long before its time limit a task is told of it, to keep what it has and let go.</summary>
    internal static readonly TimeSpan Warning = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan ShortestTime = TimeSpan.FromMinutes(5);

    /// <summary>What RlLab says itself, and why nobody else can.</summary>
    private static readonly Dictionary<string, string> Own = new()
    {
        ["array"] = "RlLab chooses the tasks: --parallel says how many",
        ["chdir"] = "tasks run where the sweep was started",
        ["error"] = "a task's output lies in the sweep's folder",
        ["input"] = "a task reads nothing",
        ["job-name"] = "the name tells the sweep",
        ["no-requeue"] = "a task is requeued when its time is up or its node fails",
        ["ntasks"] = "a task of the array is one process; --parallel says how many there are",
        ["open-mode"] = "a requeued task goes on in the same file",
        ["output"] = "a task's output lies in the sweep's folder",
        ["parsable"] = "RlLab reads the answer",
        ["requeue"] = "a task is always requeued when its time is up or its node fails",
        ["signal"] = "a task is told of its end two minutes before",
        ["test-only"] = "`plan` shows a sweep without starting it",
        ["wait"] = "`attach` waits for a sweep",
        ["wrap"] = "a task runs RlLab; lines before it go into slurm.setup",
    };

    private static readonly Dictionary<string, string> Keys = new()
    {
        ["partition"] = "partition",
        ["account"] = "account",
        ["qos"] = "qos",
        ["gres"] = "gres",
        ["cpus-per-task"] = "cpus",
        ["mem"] = "memory",
        ["time"] = "time",
    };

    /// <summary>The partition. Default: null, the cluster's own default.</summary>
    public string? Partition { get; init => field = NotEmpty("partition", value); }

    /// <summary>Who pays. Default: null, the user's own default.</summary>
    public string? Account { get; init => field = NotEmpty("account", value); }

    /// <summary>The quality of service. Default: null, the account's own default.</summary>
    public string? Qos { get; init => field = NotEmpty("qos", value); }

    /// <summary>Generic resources, as Slurm writes them: <c>gpu:1</c>. Default: null, none.</summary>
    public string? Gres { get; init => field = NotEmpty("gres", value); }

    /// <summary>Processor cores, which are also the threads that torch computes with. Default: 1.</summary>
    public int Cpus { get; init => field = value >= 1 ? value : throw Refused("cpus", value, "a task has one core at least"); } = 1;

    /// <summary>Memory, a whole number of MB or with K, M, G or T: <c>4G</c>. Default: null, the partition's own default.</summary>
    public string? Memory
    {
        get;
        init => field = value is null || MemoryFormat().IsMatch(value)
            ? value
            : throw Refused("memory", value, "it is a whole number of MB, or one with K, M, G or T, such as 4G");
    }

    /// <summary>
    /// How long a task may last, from five minutes, as Slurm writes it: <c>90</c> (minutes), <c>12:00:00</c>, <c>2-00:00:00</c> (days). A run may
    /// last longer: it goes on in the next task. Default: null, the partition's own limit.
    /// </summary>
    public string? Time { get; init => field = value is null ? null : CheckedTime(value); }

    /// <summary>Environment modules to load, in this order. Default: none.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Lines of shell to run before a worker starts; the first that fails ends the task. Default: none.</summary>
    public IReadOnlyList<string> Setup { get; init; } = [];

    /// <summary>Whatever else <c>sbatch</c> takes, by the option's long name; null for a switch, which has no value. Default: none.</summary>
    public IReadOnlyDictionary<string, string?> Options
    {
        get;
        init => field = value.Keys.FirstOrDefault(Keys.ContainsKey) is { } key
            ? throw new SweepException($"slurm.options.{key} has a key of its own: write slurm.{Keys[key]}.")
            : value.Keys.FirstOrDefault(Own.ContainsKey) is { } own
                ? throw new SweepException($"slurm.options.{own} cannot be set: {Own[own]}.")
                : value.Keys.FirstOrDefault(name => !OptionFormat().IsMatch(name)) is { } odd
                    ? throw new SweepException($"slurm.options.{odd} is no option of sbatch: write its long name, without the dashes before it.")
                    : value;
    } = new Dictionary<string, string?>();

    /// <summary>Whether a task has a GPU.</summary>
    public bool HasGpu => Gres?.Contains("gpu", StringComparison.OrdinalIgnoreCase) == true
        || Options.Keys.Any(name => name.StartsWith("gpus", StringComparison.Ordinal));

    /// <summary>What <c>sbatch</c> is told for one task.</summary>
    internal IReadOnlyList<string> Arguments =>
    [
        .. Argument("partition", Partition),
        .. Argument("account", Account),
        .. Argument("qos", Qos),
        .. Argument("gres", Gres),
        .. Argument("cpus-per-task", $"{Cpus}"),
        .. Argument("mem", Memory),
        .. Argument("time", Time),
        .. Options.Select(option => option.Value is null ? $"--{option.Key}" : $"--{option.Key}={option.Value}"),
    ];

    private static IEnumerable<string> Argument(string name, string? value) => value is null ? [] : [$"--{name}={value}"];

    private static string? NotEmpty(string key, string? value) =>
        value is null || value.Trim().Length > 0 ? value : throw Refused(key, value, "leave the key out to take the cluster's default");

    private static string CheckedTime(string text)
    {
        var match = TimeFormat().Match(text);
        if (!match.Success)
        {
            throw Refused("time", text, "write minutes (90), hours:minutes:seconds (12:00:00) or days-hours:minutes:seconds (2-00:00:00)");
        }

        // One number is minutes, two are minutes and seconds; but after days the first is hours.
        var parts = match.Groups["part"].Captures.Select(part => int.Parse(part.Value, CultureInfo.InvariantCulture)).ToArray();
        var minutes = match.Groups["days"] is { Success: true } days
            ? int.Parse(days.Value, CultureInfo.InvariantCulture) * 1440 + parts[0] * 60 + parts.ElementAtOrDefault(1)
            : parts.Length == 3 ? parts[0] * 60 + parts[1] : parts[0];
        return minutes >= ShortestTime.TotalMinutes ? text : throw Refused(
            "time",
            text,
            $"a task is told of its end {Warning.TotalMinutes:0} minutes before, and needs {ShortestTime.TotalMinutes:0} minutes to get anywhere");
    }

    private static SweepException Refused(string key, object? value, string why) => new($"slurm.{key} cannot be '{value}': {why}.");

    [GeneratedRegex(@"^[1-9]\d*[KMGT]?$")]
    private static partial Regex MemoryFormat();

    [GeneratedRegex(@"^(?<days>\d{1,4})-(?<part>\d{1,2})(:(?<part>\d{1,2})){0,2}$|^(?<part>\d{1,6})(:(?<part>\d{1,2})){0,2}$")]
    private static partial Regex TimeFormat();

    [GeneratedRegex("^[a-z][a-z0-9-]+$")]
    private static partial Regex OptionFormat();
}
