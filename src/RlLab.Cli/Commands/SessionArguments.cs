using System.CommandLine;

namespace RlLab.Cli;

/// <summary>What every command is told that has a sweep's runs trained: how many at once, and what they may take.</summary>
internal sealed class SessionArguments
{
    private readonly Option<int?> _parallel = SharedOptions.WholeNumber<int>(
        "--parallel", "How many runs train at once. [default: the number of cores]");

    private readonly IReadOnlyList<(SweepSettings.Key Key, Option<string?> Option)> _limits =
    [
        .. SweepSettings.Keys.Select(key => (key, new Option<string?>(key.Option)
        {
            Description = $"{key.Summary} [default: {key.Default}]",
            HelpName = key.Value,
        })),
    ];

    public void AddTo(Command command)
    {
        command.Options.Add(_parallel);
        foreach (var (_, option) in _limits)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether a limit of the runs was given.</summary>
    public bool SetsLimits(ParseResult arguments) => _limits.Any(limit => arguments.GetValue(limit.Option) is not null);

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
                settings = key.Set(settings, text) ?? throw new UserException($"{key.Option} takes {key.Takes}, and '{text}' is none.");
            }
        }

        return settings;
    }

    /// <summary>How many runs train at once.</summary>
    public int Parallel(HostContext host, LabSettings settings, ParseResult arguments)
    {
        var parallel = arguments.GetValue(_parallel) ?? settings.Parallel ?? host.Cores;
        return parallel >= 1
            ? parallel
            : throw new UserException($"--parallel {parallel} trains nothing: it takes a whole number from 1.");
    }
}
