using System.CommandLine;

namespace RlLab.Cli;

/// <summary>What was typed that is no command or option, in one paragraph.</summary>
internal static class UsageErrors
{
    public static UserException Of(ParseResult parsed, RootCommand root)
    {
        var command = parsed.CommandResult.Command;
        var help = command == root ? "--help" : $"{command.Name} --help";
        var known = command == root ? root.Subcommands.Where(c => !c.Hidden).Select(c => c.Name) : command.Options.Select(o => o.Name);
        var hints = parsed.UnmatchedTokens.Select(token => NearestNames.Hint(token, known));
        var errors = parsed.Errors.Select(e => e.Message.TrimEnd('.') + ".").Distinct();
        return new UserException($"{string.Join(' ', errors)}{string.Concat(hints.Distinct())} See `{help}`.");
    }
}
