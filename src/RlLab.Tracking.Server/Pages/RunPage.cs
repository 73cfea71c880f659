using System.Text.Json;
using RlLab.Tracking.Server.Images;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>A run: what it is, what it logged, its artifacts and, if it is a parent, its runs.</summary>
internal static class RunPage
{
    private const int MaximumValues = 40;

    private static readonly string[] ShownElsewhere = [RunStore.NameTag, RunStore.ParentTag, Note.Tag, OverviewStore.VerdictTag];

    /// <param name="catalog">What the runs below it logged; null where there are none.</param>
    /// <param name="images">Its images over steps, which the script shows with a slider.</param>
    /// <param name="artifacts">Its other artifacts, rendered.</param>
    public static Html Render(Run run, Catalog? catalog, IReadOnlyList<LoggedImages> images, Html artifacts, long now)
    {
        var (info, data) = (run.Info, run.Data);
        var metrics = data.Metrics ?? [];

        // What a sweep came to is in its verdict and its views; a chart of one value says nothing.
        var drawn = metrics.Select(point => point.Key).Where(key => catalog is null || !IsFinding(key)).Order(StringComparer.Ordinal).ToList();
        var tags = (data.Tags ?? []).Where(tag => !ShownElsewhere.Contains(tag.Key))
            .ToLookup(tag => tag.Key.StartsWith("mlflow.", StringComparison.Ordinal) || tag.Key.StartsWith("rllab.git", StringComparison.Ordinal));
        var metricsTitle = catalog is null ? "Metrics" : "The sweep's own metrics";
        return Html.Of($"""
            {Head(run, now, isSweep: catalog is not null)}
            {(catalog is null ? Html.Empty : SweepParts.Render(run, catalog))}
            <div class="columns" data-part="data">
            {Pairs("Parameters", data.Params ?? [])}
            {Values(metrics)}
            {Pairs("Tags", tags[false])}
            {Pairs("Where it ran", tags[true])}
            </div>
            {Html.When(drawn.Count > 0, $"""
                <section aria-labelledby="metrics-title"><h2 id="metrics-title">{metricsTitle}</h2>
                <p class="error" id="not-finite"></p>
                <div id="metrics" data-run="{info.RunId}" data-name="{info.RunName}" data-status="{info.Status}"
                    data-metrics="{JsonSerializer.Serialize(drawn)}"></div></section>
                """)}
            <section id="images" aria-labelledby="images-title" data-run="{info.RunId}" data-name="{info.RunName}" data-status="{info.Status}"
                {Html.When(images.Count == 0, $"hidden")}><h2 id="images-title">Images</h2>
            <noscript>{images.Select(series => Last(info.RunId, series))}</noscript></section>
            <section data-part="artifacts" aria-labelledby="artifacts-title"><h2 id="artifacts-title">Artifacts</h2>{artifacts}</section>
            """);
    }

    /// <summary>The last image of a name, for who has no scripts.</summary>
    private static Html Last(string run, LoggedImages images) => Html.Of($"""
        <figure><figcaption>{images.Name}, step {images.Steps[^1]:N0}</figcaption>
        <img src="{ArtifactList.Url(run, images.Paths[^1])}" alt="{images.Name}"></figure>
        """);

    private static bool IsFinding(string metric) =>
        metric == "best_wins" || metric.StartsWith("best/", StringComparison.Ordinal) || metric.StartsWith("importance/", StringComparison.Ordinal);

    private static Html Head(Run run, long now, bool isSweep)
    {
        var info = run.Info;
        var end = info.EndTime ?? (info.Status == "RUNNING" ? now : null);
        var note = run.Tag(Note.Tag);
        var trouble = run.Tag("rllab.failure");
        var editNote = note is null ? "Add a note" : "Edit the note";
        return Html.Of($"""
            <section data-part="head">
            <header class="head"><h1>{info.RunName} {Status.Badge(run)}</h1></header>
            <p class="summary">Started {Format.Time(info.StartTime)}{Html.When(end is not null,
                $", {(info.EndTime is null ? "running for" : "took")} {Format.Duration((end ?? 0) - info.StartTime)}")}
            · <code class="id">{info.RunId}</code>
            <button type="button" class="plain edit-note" id="edit-note" data-run="{info.RunId}" data-note="{note}">{editNote}</button></p>
            {Html.When(trouble is not null, $"""<p class="error">{trouble}</p>""")}
            {Html.When(!isSweep, $"{Note.Render(note)}")}
            </section>
            """);
    }

    private static Html Values(IReadOnlyList<MetricPoint> metrics)
    {
        var shown = metrics.Where(point => !point.Key.StartsWith("system/", StringComparison.Ordinal)).ToList();
        return Html.When(shown.Count > 0, $"""
            <section><h2>Last values</h2><table class="pairs"><tbody>{shown.Take(MaximumValues).Select(Value)}</tbody></table>
            {Html.When(shown.Count > MaximumValues, $"""<p class="hint">{MaximumValues} of {shown.Count:N0}; all are below.</p>""")}</section>
            """);
    }

    private static Html Value(MetricPoint point) => Html.Of($"""
        <tr><th scope="row">{Html.Name(point.Key)}</th><td class="value" title="{Format.Exact(point.Value)}">{Format.Number(point.Value)}</td>
        <td class="step">step {point.Step:N0}</td></tr>

        """);

    private static Html Pairs(string title, IEnumerable<KeyValue> pairs) => Html.When(pairs.Any(), $"""
        <section><h2>{title}</h2><table class="pairs"><tbody>{pairs.Select(pair => Html.Of(
            $"""<tr><th scope="row">{Html.Name(pair.Key)}</th><td>{pair.Value}</td></tr>"""))}</tbody></table></section>

        """);
}
