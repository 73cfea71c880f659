using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RlLab.Generators.Parsing;

/// <summary>Reads the summary of a doc comment as plain text.</summary>
/// <remarks>
/// From the source itself, because the compiler reads doc comments only for a project that generates documentation.
/// </remarks>
internal static class DocumentationReader
{
    private static readonly Regex LineStart = new(@"^\s*///", RegexOptions.Multiline | RegexOptions.CultureInvariant);
    private static readonly Regex BlockLineStart = new(@"^\s*\*(?!/)", RegexOptions.Multiline | RegexOptions.CultureInvariant);
    private static readonly Regex SummaryElement = new("<summary>(.*?)(</summary>|$)", RegexOptions.Singleline | RegexOptions.CultureInvariant);
    private static readonly Regex Tag = new("<[^>]*>", RegexOptions.CultureInvariant);
    private static readonly Regex Space = new(@"\s+", RegexOptions.CultureInvariant);

    /// <returns>One line of text; empty where there is no summary.</returns>
    public static string Summary(ISymbol symbol, CancellationToken cancellation) => symbol.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(cancellation) switch
        {
            // A record's comment has a line for each of its positional parameters.
            ParameterSyntax { Parent.Parent: { } record } positional => PlainText(Comment(record), positional.Identifier.ValueText),
            var declaration => PlainText(Comment(declaration)),
        })
        .FirstOrDefault(text => text.Length > 0) ?? "";

    /// <summary>The text of the doc comment before a declaration, without its comment marks.</summary>
    private static string Comment(SyntaxNode declaration) =>
        string.Join("\n", declaration.GetLeadingTrivia().Where(IsComment).Select(Content));

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is
        SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.SingleLineCommentTrivia
        or SyntaxKind.MultiLineDocumentationCommentTrivia or SyntaxKind.MultiLineCommentTrivia;

    private static string Content(SyntaxTrivia trivia)
    {
        var text = trivia.ToFullString();
        if (text.StartsWith("////", StringComparison.Ordinal))
        {
            return "";
        }

        return trivia.Kind() switch
        {
            SyntaxKind.SingleLineDocumentationCommentTrivia => LineStart.Replace(text, ""),
            SyntaxKind.SingleLineCommentTrivia when text.StartsWith("///", StringComparison.Ordinal) => LineStart.Replace(text, ""),
            SyntaxKind.MultiLineDocumentationCommentTrivia => WithoutBlockMarks(text),
            SyntaxKind.MultiLineCommentTrivia when text.StartsWith("/**", StringComparison.Ordinal) => WithoutBlockMarks(text),
            _ => "",
        };
    }

    private static string WithoutBlockMarks(string text) =>
        BlockLineStart.Replace(text.Trim().Substring("/**".Length), "").Replace("*/", "");

    private static string PlainText(string comment, string? parameter = null)
    {
        // Most properties have none, and are read at every key.
        if (comment.Length == 0)
        {
            return "";
        }

        try
        {
            var document = XElement.Parse($"<doc>{comment}</doc>", LoadOptions.PreserveWhitespace);
            var summary = parameter is null
                ? document.Element("summary")
                : document.Elements("param").FirstOrDefault(element => element.Attribute("name")?.Value == parameter);
            return summary is null ? "" : OneLine(string.Concat(summary.Nodes().Select(PlainText)));
        }
        catch (XmlException)
        {
            // The compiler warns of a malformed comment; its words are still worth showing.
            return parameter is not null ? "" : OneLine(Tag.Replace(SummaryElement.Match(comment).Groups[1].Value, ""));
        }
    }

    private static string PlainText(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "para" or "br" or "item" } block => $" {Inner(block)} ",
        XElement element => Inner(element) is { Length: > 0 } inner ? inner : Reference(element),
        _ => "",
    };

    private static string Inner(XElement element) => string.Concat(element.Nodes().Select(PlainText));

    /// <summary>What an empty element such as <c>&lt;see cref="X"/&gt;</c> stands for.</summary>
    private static string Reference(XElement element) =>
        element.Attribute("cref") is { } cref ? ShortName(cref.Value)
        : (element.Attribute("langword") ?? element.Attribute("name") ?? element.Attribute("href"))?.Value ?? "";

    /// <summary><c>RlLab.Run.Log(int)</c> is read as <c>Log</c>, <c>List{T}</c> as <c>List&lt;T&gt;</c>.</summary>
    private static string ShortName(string cref)
    {
        var name = cref.Split('(')[0];
        var generic = name.IndexOf('{');
        var end = generic < 0 ? name.Length : generic;
        var start = name.LastIndexOfAny(['.', ':'], Math.Max(end - 1, 0)) + 1;
        return name.Substring(start).Replace('{', '<').Replace('}', '>');
    }

    private static string OneLine(string text) => Space.Replace(text, " ").Trim();
}
