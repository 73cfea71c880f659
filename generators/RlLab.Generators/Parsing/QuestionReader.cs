using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Reads the question that the README beside an experiment's class asks.</summary>
internal static class QuestionReader
{
    /// <summary>The file's name.</summary>
    public const string ReadmeFile = "README.md";

    private static readonly Regex Heading = new(@"^##\s+(the\s+)?question\s*#*\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>A heading that ends the section: of its own level or above.</summary>
    private static readonly Regex NextHeading = new(@"^#{1,2}\s", RegexOptions.CultureInvariant);

    /// <summary>A link or a picture whose target is no address of the web: elsewhere it would lead nowhere.</summary>
    private static readonly Regex RelativeLink = new(@"!?\[([^\]]*)\]\((?!https?:|mailto:)[^)]*\)", RegexOptions.CultureInvariant);

    /// <summary>The section <c>## The question</c> of each README that has one, by its folder, in the order of folders.</summary>
    public static EquatableArray<QuestionModel> Read(ImmutableArray<AdditionalText> files, CancellationToken cancellation) => files
        .Select(file => new QuestionModel(Path.GetDirectoryName(file.Path) ?? "", SectionOf(file, cancellation)))
        .Where(question => question.Text.Length > 0)
        .OrderBy(question => question.Folder, StringComparer.Ordinal)
        .ToEquatableArray();

    private static string SectionOf(AdditionalText file, CancellationToken cancellation)
    {
        var lines = file.GetText(cancellation)?.Lines.Select(line => line.ToString().TrimEnd()) ?? [];
        var (isInCode, section) = (false, new List<string>());
        foreach (var line in lines.SkipWhile(line => !Heading.IsMatch(line)).Skip(1))
        {
            isInCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!isInCode && NextHeading.IsMatch(line))
            {
                break;
            }

            section.Add(line);
        }

        return RelativeLink.Replace(string.Join("\n", section), "$1").Trim();
    }
}
