using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Reads an experiment's name.</summary>
internal static class ExperimentNameParser
{
    private const int Longest = 100;

    private static readonly Regex WellFormed = new("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant);

    public static NameUse? Parse(INamedTypeSymbol type, AttributeData attribute, DiagnosticSink sink)
    {
        if (!attribute.IsWellFormed())
        {
            return null;
        }

        var name = attribute.ConstructorArguments[0].Value as string ?? "";
        var location = attribute.LocateArgument("name", 0, CancellationToken.None);
        if (name.Length > Longest || !WellFormed.IsMatch(name) || name.EndsWith("\n", StringComparison.Ordinal))
        {
            var suggestion = Suggestion(name);
            sink.Report(
                DiagnosticDescriptors.MalformedName, location, suggestion is null ? default : new[] { $"\"{suggestion}\"" }.ToEquatableArray(),
                name, suggestion is null ? "" : $" ('{suggestion}', say)");
            return null;
        }

        return new NameUse(name, type.Name, LocationInfo.From(location));
    }

    private static string? Suggestion(string name)
    {
        var words = Regex.Replace(Regex.Replace(name, "([a-z0-9])([A-Z])", "$1-$2").ToLowerInvariant(), "[^a-z0-9]+", "-").Trim('-');
        return words.Length is 0 or > Longest ? null : words;
    }
}
