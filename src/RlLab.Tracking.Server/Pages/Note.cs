using Markdig;

namespace RlLab.Tracking.Server.Pages;

/// <summary>A note of a run or an experiment: Markdown, as MLflow's own pages take it.</summary>
internal static class Note
{
    /// <summary>The tag that holds it.</summary>
    public const string Tag = "mlflow.note.content";

    // HTML in a note is shown as text; what a link or an image may reach is for the pages' security policy to say.
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseSoftlineBreakAsHardlineBreak().Build();

    /// <param name="text">The note; null for none.</param>
    public static Html Render(string? text) => text is null
        ? Html.Empty
        : Html.Of($"""<div class="note">{Html.Rendered(Markdown.ToHtml(text, Pipeline))}</div>""");
}
