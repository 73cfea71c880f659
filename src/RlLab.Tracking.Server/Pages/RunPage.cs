using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>A run: what it is, what it logged, its artifacts and, if it is a parent, its runs.</summary>
internal static class RunPage
{
    public const int MaximumChildren = 1000;

    private static readonly string[] ShownElsewhere = [RunStore.NameTag, RunStore.ParentTag, Note.Tag];

    /// <param name="children">The runs that name this one as their parent.</param>
    /// <param name="artifacts">Its artifacts, rendered.</param>
    public static Html Render(Run run, IReadOnlyList<Run> children, Html artifacts, long now)
    {
        var (info, data) = (run.Info, run.Data);
        var below = children.Select(child => new RunTree(child, [])).ToList();
        var tree = new RunTree(run, below);

        // A parent that logged metrics itself is compared with its runs.
        var table = children.Count > 0 ? new RunTable(data.Metrics is null ? below : [tree], now) : null;
        var metrics = data.Metrics ?? [];
        var end = info.EndTime ?? (info.Status == "RUNNING" ? now : null);
        var tags = (data.Tags ?? []).Where(tag => !ShownElsewhere.Contains(tag.Key))
            .ToLookup(tag => tag.Key.StartsWith("mlflow.", StringComparison.Ordinal));
        return Html.Of($"""
            <section data-part="head">
            <h1>{info.RunName} {Status.Badge(run)}</h1>
            <p class="summary">Started {Format.Time(info.StartTime)}{Html.When(end is not null,
                $", {(info.EndTime is null ? "running for" : "took")} {Format.Duration((end ?? 0) - info.StartTime)}")}
            · <code class="id">{info.RunId}</code></p>
            {Note.Render(RunTree.Tag(run, Note.Tag))}
            </section>
            {Html.When(table is not null, $"""
                <section data-part="runs"><h2>Runs <span class="count">{children.Count}</span></h2>
                {Status.Progress(tree)}{table?.ToHtml() ?? Html.Empty}</section>
                """)}
            <div class="columns" data-part="data">
            {Pairs("Parameters", data.Params ?? [])}
            {Html.When(metrics.Count > 0, $"""
                <section><h2>Last metrics</h2><table class="pairs"><tbody>{metrics.Select(Metric)}</tbody></table></section>
                """)}
            {Pairs("Tags", tags[false])}
            {Pairs("Where it ran", tags[true])}
            </div>
            {Html.When(table is null, $"""<div id="only" data-run="{info.RunId}" data-name="{info.RunName}" hidden></div>""")}
            {ChartPanel.Render(table?.Metrics ?? [.. metrics.Select(point => point.Key)])}
            <section data-part="artifacts"><h2>Artifacts</h2>{artifacts}</section>
            """);
    }

    private static Html Metric(MetricPoint point) => Html.Of($"""
        <tr><th scope="row">{Html.Name(point.Key)}</th><td class="value" title="{Format.Exact(point.Value)}">{Format.Number(point.Value)}</td>
        <td class="step">step {point.Step:N0}</td></tr>

        """);

    private static Html Pairs(string title, IEnumerable<KeyValue> pairs) => Html.When(pairs.Any(), $"""
        <section><h2>{title}</h2><table class="pairs"><tbody>{pairs.Select(pair => Html.Of(
            $"""<tr><th scope="row">{Html.Name(pair.Key)}</th><td>{pair.Value}</td></tr>"""))}</tbody></table></section>

        """);
}
