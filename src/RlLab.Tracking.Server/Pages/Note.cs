using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RlLab.Tracking.Server.Pages;

/// <summary>A note of a run or an experiment: Markdown, as MLflow's own pages take it.</summary>
internal static partial class Note
{
    /// <summary>The tag that holds it.</summary>
    public const string Tag = "mlflow.note.content";

    private static readonly string[] Schemes = ["http", "https", "mailto"];

    // HTML in a note is shown as text. What an image may reach is for the pages' security policy to say.
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseSoftlineBreakAsHardlineBreak().Build();

    /// <param name="text">The note; null for none.</param>
    public static Html Render(string? text) => text is null ? Html.Empty : Html.Of($"""<div class="note">{Markup(text)}</div>""");

    /// <summary>The first paragraph of a note as plain text; null where there is none.</summary>
    public static string? FirstParagraph(string? text) => text is null
        ? null
        : (Try(() => Markdown.ToPlainText(text, Pipeline)) ?? text).Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();

    /// <summary>Markdown, a note or a file, as a piece of a page; one that is nested too deeply stands there as it is written.</summary>
    public static Html Markup(string markdown) =>
        Try(() => ToHtml(markdown)) is { } html ? Html.Rendered(html) : Html.Of($"<pre>{markdown}</pre>");

    private static string ToHtml(string markdown)
    {
        var note = Markdown.Parse(markdown, Pipeline);
        foreach (var link in note.Descendants<LinkInline>().Where(link => !MayLead(link.GetDynamicUrl?.Invoke() ?? link.Url)))
        {
            (link.GetDynamicUrl, link.Url) = (null, "");
        }

        foreach (var link in note.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !MayLead(link.Url)))
        {
            link.Url = "";
        }

        return note.ToHtml(Pipeline);
    }

    /// <summary>What becomes of Markdown; null where it is nested in more levels than Markdig follows, some hundred.</summary>
    private static string? Try(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether a note may link there: to a web page, to a mailbox, or to somewhere on this server.</summary>
    private static bool MayLead(string? url) =>
        Scheme().Match(Unseen().Replace(url ?? "", "")) is not { Success: true, Groups: [_, var scheme] }
        || Schemes.Contains(scheme.Value, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("^([a-zA-Z][a-zA-Z0-9+.-]*):")]
    private static partial Regex Scheme();

    // Browsers pass over these wherever they stand, so that "java script:" is a script too.
    [GeneratedRegex(@"[\p{Cc}\s]")]
    private static partial Regex Unseen();
}
