using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RlLab.Tracking.Server.Pages;

/// <summary>A note of a run or an experiment: Markdown, as MLflow's own pages take it.</summary>
internal static class Note
{
    /// <summary>The tag that holds it.</summary>
    public const string Tag = "mlflow.note.content";

    private static readonly string[] Schemes = ["http", "https", "mailto"];

    // HTML in a note is shown as text.
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseSoftlineBreakAsHardlineBreak().Build();

    /// <param name="text">The note; null for none.</param>
    public static Html Render(string? text) => text is null
        ? Html.Empty
        : Html.Of($"""<div class="note">{Markup(text)}</div>""");

    /// <summary>Markdown as a piece of a page. Links lead to http, https, mailto or somewhere on this server; any other is a text.</summary>
    public static Html Markup(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().Where(link => !IsAllowed(link.Url)))
        {
            link.Url = "";
        }

        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsAllowed(link.Url)))
        {
            link.Url = "";
        }

        return Html.Rendered(document.ToHtml(Pipeline));
    }

    /// <summary>The first paragraph of a note as plain text; null where there is none.</summary>
    public static string? FirstParagraph(string? text) =>
        text is null ? null : Markdown.ToPlainText(text, Pipeline).Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();

    private static bool IsAllowed(string? url)
    {
        var head = (url ?? "").Split('/', '?', '#')[0];
        return !head.Contains(':') || Schemes.Contains(head[..head.IndexOf(':')].ToLowerInvariant());
    }
}
