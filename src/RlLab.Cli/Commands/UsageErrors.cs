using System.CommandLine;
using System.CommandLine.Parsing;

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

        var missing = command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is not { Tokens.Count: > 0 });
        var needs = missing.Select(a => $"`{command.Name}` needs {a.Name}. {a.Description}");
        var others = parsed.Errors.Where(e => e.SymbolResult is not ArgumentResult { Tokens.Count: 0 })
            .Select(e => e.Message.TrimEnd('.') + ".");
        var errors = needs.Concat(others).Distinct();
        var options = command.Options.Select(o => o.Name);
        var hints = parsed.UnmatchedTokens.Where(t => t.StartsWith('-')).Select(t => NearestNames.Hint(t, options)).Distinct();
        return new UserException($"{string.Join(' ', errors)}{string.Concat(hints)} See `{command.Name} --help`.");
    }
}
