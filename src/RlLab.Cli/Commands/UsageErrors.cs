using System.CommandLine;

namespace RlLab.Cli;

/// <summary>What was typed that is no command or option, in one paragraph.</summary>
internal static class UsageErrors
{
    public static UserException Of(ParseResult parsed, RootCommand root)
    {
        var command = parsed.CommandResult.Command;
        if (command == root)
        {
            var commands = root.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
            return new UserException(parsed.UnmatchedTokens is [var typed, ..]
                ? $"There is no command '{typed}'.{NearestNames.Hint(typed, commands)} See `--help`."
                : $"A command is missing: one of {string.Join(", ", commands)}. See `--help`.");
        }

        var errors = parsed.Errors.Select(e => e.Message.TrimEnd('.') + ".").Distinct();
        var options = command.Options.Select(o => o.Name);
        var hints = parsed.UnmatchedTokens.Where(t => t.StartsWith('-')).Select(t => NearestNames.Hint(t, options)).Distinct();
        return new UserException($"{string.Join(' ', errors)}{string.Concat(hints)} See `{command.Name} --help`.");
    }
}
