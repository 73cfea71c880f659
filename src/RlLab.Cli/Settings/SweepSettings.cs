using System.Globalization;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>What the runs of a sweep may take, and share: the table <c>sweep</c> of <c>rllab.toml</c>, and over it the command line.</summary>
internal sealed record SweepSettings
{
    /// <summary>What its runs may take.</summary>
    public SweepLimits Limits { get; init; } = new();

    /// <summary>How long the command may go on; the sweep is then stopped, as by Ctrl-C. Default: null, as long as it takes.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>How many CPU threads each run has. Default: null, its share of the cores.</summary>
    public int? Threads { get; init; }

    /// <summary>The GPUs that the runs share, as CUDA_VISIBLE_DEVICES names them: slot i has the i-th. Default: none, every run sees all.</summary>
    public IReadOnlyList<string> Gpus { get; init; } = [];

    /// <summary>How many lanes each worker has, as <see cref="LaneWord"/> reads it. Default: null, as the experiment says.</summary>
    public int? Lanes { get; init; }

    /// <summary>Whether its runs make films. Default: true.</summary>
    public bool Films { get; init; } = true;

    /// <summary>Reads the table.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="UserException">It holds a key or a value that does not fit.</exception>
    public static SweepSettings Read(TomlFile file)
    {
        const string table = "sweep";
        file.RefuseUnknown([table], [.. Keys.Select(key => key.Name)]);
        var settings = new SweepSettings();
        foreach (var key in Keys.Where(key => file.Value(table, key.Name) is not null))
        {
            var text = Convert.ToString(file.Value(table, key.Name), CultureInfo.InvariantCulture)!;
            settings = key.Set(settings, text) ?? throw file.Wrong($"'{table}.{key.Name}' takes {key.Takes}, and '{text}' is none.", table, key.Name);
        }

        return settings;
    }

    /// <summary>What can be set, on the command line too.</summary>
    public static IReadOnlyList<Key> Keys { get; } =
    [
        new("retries", "N", "How often a run is begun again whose process died.", "1", "a whole number from 0", (s, text) =>
            Whole(text, 0) is { } number ? s with { Limits = s.Limits with { Retries = number } } : null, IsKept: true),
        new("run_time", "TIME", "How long a run may take: 90s, 30m, 2h.", "no limit", TimeOrOff, (s, text) =>
            ReadTime(text, out var time) ? s with { Limits = s.Limits with { RunTime = time } } : null, IsKept: true),
        new("silence", "TIME", "After how long a run is told of that says nothing, or off.", "2m", TimeOrOff, (s, text) =>
            ReadTime(text, out var time) ? s with { Limits = s.Limits with { Silence = time } } : null, IsKept: true),
        new("silence_limit", "TIME", "After how long such a run is stopped, or off.", "off", TimeOrOff, (s, text) =>
            ReadTime(text, out var time) ? s with { Limits = s.Limits with { SilenceLimit = time } } : null, IsKept: true),
        new("hours", "N", "Hours after which the sweep is stopped, as by Ctrl-C; `resume` goes on.", "no limit", NumberOfHours, (s, text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var hours) && hours is > 0 and <= 1000
                ? s with { Budget = TimeSpan.FromHours(hours) }
                : null),
        new("threads", "N", "CPU threads of each run.", "its share of the cores", "a whole number from 1", (s, text) =>
            Whole(text, 1) is { } number ? s with { Threads = number } : null),
        new("gpus", "LIST", "GPUs that the runs share in turn, by CUDA_VISIBLE_DEVICES: 0,1.", "all, to every run", "a list: 0,1", (s, text) =>
            text.Split(',', StringSplitOptions.TrimEntries) is var gpus && gpus.All(gpu => gpu.Length > 0) ? s with { Gpus = gpus } : null),
        new("lanes", "auto|off|N", "How many runs each worker trains at once as one program.", "as the experiment says", LaneWord.Takes, (s, text) =>
            LaneWord.Read(text) is { } lanes ? s with { Lanes = lanes } : null, IsKept: true),
        new("films", "on|off", "Whether the runs film what they learn; `play RUN --film` films it later.", "on", "on or off", (s, text) =>
            text is "on" or "off" ? s with { Films = text == "on" } : null, IsKept: true),
    ];

    /// <summary>How many runs train at once as one program; the only one of them that a plan depends on.</summary>
    public static Key LanesKey => Keys.Single(key => key.Name == "lanes");

    private const string NumberOfHours = "a number above 0, up to 1,000";
    private const string TimeOrOff = "a time (90s, 30m, 2h) or off";

    private static int? Whole(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : null;

    private static bool ReadTime(string text, out TimeSpan? time)
    {
        time = null;
        if (text == "off")
        {
            return true;
        }

        if (text.Length < 2 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > 1e6)
        {
            return false;
        }

        time = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => null,
        };
        return time > TimeSpan.Zero;
    }

    /// <summary>Something that can be set.</summary>
    /// <param name="Name">Its key in the file; with dashes, its option.</param>
    /// <param name="Value">What stands for its value in help.</param>
    /// <param name="Summary">What it is.</param>
    /// <param name="Default">Its default, in words.</param>
    /// <param name="Takes">What it takes, for messages.</param>
    /// <param name="Set">Sets it from a text; null where that is no value of it.</param>
    /// <param name="IsKept">Whether a sweep keeps it, and goes on with it where nothing else is said.</param>
    internal sealed record Key(
        string Name,
        string Value,
        string Summary,
        string Default,
        string Takes,
        Func<SweepSettings, string, SweepSettings?> Set,
        bool IsKept = false)
    {
        /// <summary>How it is given on the command line.</summary>
        public string Option => $"--{Name.Replace('_', '-')}";
    }
}
