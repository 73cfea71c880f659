using System.CommandLine;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>What every command is told that has a sweep's runs trained: how many at once, and what they may take.</summary>
/// <param name="takesUp">Whether the sweep was begun before, and what is not said is as it was.</param>
internal sealed class SessionArguments(bool takesUp = false)
{
    private readonly Option<int?> _parallel = SharedOptions.WholeNumber<int>(
        "--parallel",
        "How many workers train at once, each a run or its lanes. [default: the number of cores; on a cluster as many as it has room for]");

    private readonly Option<string?> _launcher = new("--launcher")
    {
        Description = "Who trains: processes of this machine; tasks of a Slurm cluster, which go on by themselves; or none but who starts `worker`s. "
            + $"[default: {(takesUp ? "as before" : "local")}]",
        HelpName = "local|slurm|none",
    };

    private readonly IReadOnlyList<(SweepSettings.Key Key, Option<string?> Option)> _limits =
    [
        .. SweepSettings.Keys.Select(key => (key, OptionOf(key, takesUp))),
    ];

    /// <summary>The option that sets something of <see cref="SweepSettings"/>.</summary>
    /// <param name="key">What.</param>
    /// <param name="takesUp">Whether it is of a sweep that was begun before.</param>
    public static Option<string?> OptionOf(SweepSettings.Key key, bool takesUp = false) => new(key.Option)
    {
        Description = $"{key.Summary} [default: {(takesUp && key.IsKept ? "as the sweep was begun with" : key.Default)}]",
        HelpName = key.Value,
    };

    /// <summary>The settings, with what was given for one of them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="key">What is set.</param>
    /// <param name="text">What was given.</param>
    /// <exception cref="UserException">It does not fit.</exception>
    public static SweepSettings Set(SweepSettings settings, SweepSettings.Key key, string text) =>
        key.Set(settings, text) ?? throw new UserException($"{key.Option} takes {key.Takes}, and '{text}' is none.");

    public void AddTo(Command command)
    {
        command.Options.Add(_parallel);
        command.Options.Add(_launcher);
        foreach (var (_, option) in _limits)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether a limit of the runs was given.</summary>
    public bool SetsLimits(ParseResult arguments) => _limits.Any(
        limit => limit.Key != SweepSettings.LanesKey && arguments.GetValue(limit.Option) is not null);

    /// <summary>The settings, with what was typed over them.</summary>
    /// <param name="settings">The settings below the command line.</param>
    /// <param name="arguments">What was typed.</param>
    /// <exception cref="UserException">A value does not fit.</exception>
    public SweepSettings Limits(SweepSettings settings, ParseResult arguments)
    {
        foreach (var (key, option) in _limits)
        {
            if (arguments.GetValue(option) is { } text)
            {
                settings = Set(settings, key, text);
            }
        }

        return settings;
    }

    /// <summary>Who starts workers.</summary>
    /// <param name="arguments">What was typed.</param>
    /// <param name="before">The sweep as it was before; null where it is begun.</param>
    /// <exception cref="UserException">There is no such launcher.</exception>
    public LauncherKind Launcher(ParseResult arguments, SweepRecord? before = null) => arguments.GetValue(_launcher) switch
    {
        null => before?.Submitted.Count > 0 ? LauncherKind.Slurm : LauncherKind.Local,
        "local" => LauncherKind.Local,
        "slurm" => LauncherKind.Slurm,
        "none" => LauncherKind.None,
        var other => throw new UserException($"--launcher takes local, slurm or none, not '{other}'."),
    };

    /// <summary>How many runs train at once.</summary>
    /// <param name="settings">The settings below the command line.</param>
    /// <param name="arguments">What was typed.</param>
    /// <param name="byDefault">How many where neither says it.</param>
    public int Parallel(LabSettings settings, ParseResult arguments, int byDefault)
    {
        var parallel = arguments.GetValue(_parallel) ?? settings.Parallel ?? byDefault;
        return parallel >= 1
            ? parallel
            : throw new UserException($"--parallel {parallel} trains nothing: it takes a whole number from 1.");
    }
}
