using System.Globalization;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>The table of runs, nested under their parents, by which the charts' runs are chosen.</summary>
internal sealed class RunTable
{
    private const int MaximumMetrics = 30;

    private readonly IReadOnlyList<RunTree> _trees;
    private readonly Settings _settings;
    private readonly IReadOnlyList<string> _metrics;
    private readonly long _now;

    public RunTable(IReadOnlyList<RunTree> trees, long now)
    {
        _trees = trees;
        _now = now;
        Leaves = [.. trees.SelectMany(FindLeaves)];

        // A sweep's own parameters say how it searched, not what it tried.
        var parents = Leaves.Select(RunTree.Parent).OfType<string>().ToHashSet();
        var tried = Leaves.Where(run => !parents.Contains(run.Info.RunId)).ToList();
        _settings = new Settings(Leaves, tried);
        Metrics = MetricsOf(Leaves);

        // Nor is what it found a column beside what they logged.
        _metrics = [.. MetricsOf(tried).Where(key => !key.StartsWith("system/", StringComparison.Ordinal)).Take(MaximumMetrics)];
    }

    /// <summary>The runs that can be drawn.</summary>
    public IReadOnlyList<Run> Leaves { get; }

    /// <summary>The names of all their metrics.</summary>
    public IReadOnlyList<string> Metrics { get; }

    public Html ToHtml() => Html.Of($"""
        {Constants()}
        <div class="scroll" tabindex="0" role="region" aria-label="Runs">
        <table class="runs" id="runs">
        <thead>
        <tr class="heads"><td colspan="4"></td>
        {GroupHead("Parameters", _settings.Varying.Count)}{GroupHead("Last metrics", _metrics.Count)}
        </tr>
        <tr>
        <th scope="col" class="name"><input type="checkbox" id="all" aria-label="Draw all runs">{SortButton("Run", "name")}</th>
        {Head("Status", "text")}{Head("Started", "time")}{Head("Took", "number")}
        {_settings.Varying.Select(key => Head(key, "parameter"))}
        {_metrics.Select(key => Head(key, "number"))}
        </tr>
        </thead>
        {_trees.Select(tree => Html.Of($"<tbody>{Rows(tree, 0, null)}</tbody>\n"))}
        </table>
        </div>
        """);

    private static IReadOnlyList<string> MetricsOf(IEnumerable<Run> runs) =>
        [.. runs.SelectMany(run => run.Data.Metrics ?? []).Select(point => point.Key).Distinct().Order(StringComparer.Ordinal)];

    private Html Constants() => Html.When(_settings.Constant.Count > 0, $"""
        <p class="constants"><span>The same in all runs</span>
        {_settings.Constant.Select(pair => Html.Of($"<span class=\"pair\"><b>{pair.Key}</b> {Format.Parameter(pair.Value)}</span>"))}</p>
        """);

    private static Html GroupHead(string name, int columns) =>
        Html.When(columns > 0, $"""<th scope="colgroup" colspan="{columns}">{name}</th>""");

    private static Html Head(string name, string kind) =>
        Html.Of($"""<th scope="col" class="{(kind is "number" or "parameter" ? "value" : kind)}">{SortButton(name, kind)}</th>""");

    private static Html SortButton(string name, string kind) =>
        Html.Of($"""<button type="button" class="sort" data-kind="{kind}">{name}</button>""");

    private IEnumerable<Html> Rows(RunTree tree, int depth, string? parent)
    {
        yield return Row(tree, depth, parent);
        foreach (var row in tree.Children.SelectMany(child => Rows(child, depth + 1, tree.Run.Info.RunId)))
        {
            yield return row;
        }
    }

    private Html Row(RunTree tree, int depth, string? parent)
    {
        var (run, info) = (tree.Run, tree.Run.Info);
        var isParent = tree.Children.Count > 0;
        var isLeaf = !isParent || run.Data.Metrics is not null;
        var end = info.EndTime ?? (info.Status == "RUNNING" ? _now : null);
        var took = end - info.StartTime;
        return Html.Of($"""
            <tr data-run="{info.RunId}" data-parent="{parent}" data-setting="{(isLeaf ? _settings.Describe(run) : "")}"
                class="d{Math.Min(depth, 3)}{(isParent ? " parent" : "")}">
            <th scope="row" class="name" data-value="{info.RunName}"><span class="cell">
            {Html.When(isParent, $"{FoldButton(info)}")}
            {Html.When(isLeaf, $"{DrawBox(run)}")}
            <a href="/runs/{info.RunId}">{info.RunName}</a></span></th>
            <td data-value="{info.Status}">{Status.Badge(run)}{Html.When(isParent, $"{Status.Progress(tree)}")}</td>
            <td data-value="{info.StartTime}">{Format.Time(info.StartTime)}</td>
            {Cell(took?.ToString(CultureInfo.InvariantCulture), took is { } time ? Format.Duration(time) : null)}
            {_settings.Varying.Select(key => Parameter(Settings.Value(run, key)))}
            {_metrics.Select(key => Metric(run.Data.Metrics?.FirstOrDefault(point => point.Key == key)))}
            </tr>

            """);
    }

    private static Html FoldButton(RunInfo run) => Html.Of(
        $"""<button type="button" class="fold" aria-expanded="true" aria-label="Runs of {run.RunName}"></button>""");

    private Html DrawBox(Run run) => Html.Of($"""
        <label class="pick {_settings.ColourOf(run)}">
        <input type="checkbox" class="draw" value="{run.Info.RunId}" aria-label="Draw {run.Info.RunName}">
        <svg class="swatch" viewBox="0 0 18 8" aria-hidden="true"><path d="M1 4H17"/></svg></label>
        """);

    private static Html Parameter(string? value) => Cell(value, Format.Parameter(value), value);

    private static Html Metric(MetricPoint? point) =>
        point is null ? Cell(null, null) : Cell(Format.Exact(point.Value), Format.Number(point.Value), $"at step {point.Step}");

    private static Html Cell(string? value, string? text, string? title = null) =>
        Html.Of($"""<td class="value" data-value="{value}" title="{title}">{text}</td>""");

    /// <summary>A parent that logged nothing itself, such as a sweep, has nothing to draw.</summary>
    private static IEnumerable<Run> FindLeaves(RunTree tree)
    {
        var below = tree.Children.SelectMany(FindLeaves);
        return tree.Children.Count == 0 || tree.Run.Data.Metrics is not null ? below.Prepend(tree.Run) : below;
    }
}
