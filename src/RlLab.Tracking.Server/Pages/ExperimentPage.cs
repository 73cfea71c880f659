using System.Text.Json;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>An experiment: its runs in a table, and what compares them.</summary>
internal static class ExperimentPage
{
    /// <summary>How many runs are listed for who has no scripts.</summary>
    public const int PlainRuns = 50;

    /// <summary>The table of its runs, which the script fills.</summary>
    /// <param name="latest">The latest runs, for who has no scripts.</param>
    public static Html Runs(Experiment experiment, Catalog catalog, IReadOnlyList<RunInfo> latest, string filter, string address) => Html.Of($"""
        {Head(experiment, isComparison: false)}
        {Filter(filter, $"/experiments/{experiment.ExperimentId}")}
        <section id="runs" data-experiment="{experiment.ExperimentId}" data-name="{experiment.Name}" data-catalog="{ToJson(catalog)}">
        <noscript><table class="list"><thead><tr><th scope="col">Run</th><th scope="col">Status</th><th scope="col">Started</th></tr></thead>
        <tbody>{latest.Select(run => Html.Of($"""
            <tr><th scope="row"><a href="/runs/{run.RunId}">{run.RunName}</a></th>
            <td>{run.Status}</td><td>{Format.Time(run.StartTime)}</td></tr>
            """))}
        </tbody></table></noscript>
        </section>
        {ConnectPanel.Render(address, experiment.Name)}
        """);

    /// <summary>The views that compare its runs, which the script draws.</summary>
    public static Html Comparison(Experiment experiment, Catalog catalog, string filter) => Html.Of($"""
        {Head(experiment, isComparison: true)}
        {Filter(filter, $"/experiments/{experiment.ExperimentId}/compare")}
        {Views(experiment.ExperimentId, null, catalog)}
        """);

    /// <summary>The place of the views that compare runs.</summary>
    /// <param name="parent">The run whose runs they are; null for all of the experiment.</param>
    /// <param name="objective">The metric that they are compared by; null where nobody said.</param>
    /// <param name="direction">Whether it is to be maximized or minimized; null where nobody said.</param>
    public static Html Views(long experiment, string? parent, Catalog catalog, string? objective = null, string? direction = null) => Html.Of($"""
        <section id="views" data-experiment="{experiment}" data-parent="{parent}" data-objective="{objective}" data-direction="{direction}"
            data-catalog="{ToJson(catalog)}"><noscript><p class="empty">These views are drawn by a script.</p></noscript></section>
        """);

    private static Html Head(Experiment experiment, bool isComparison)
    {
        var note = experiment.Tags?.FirstOrDefault(tag => tag.Key == Note.Tag)?.Value;
        var root = $"/experiments/{experiment.ExperimentId}";
        return Html.Of($"""
            <header class="head"><h1>{experiment.Name}</h1>
            <nav class="tabs" aria-label="Views"><a href="{root}" {Current(!isComparison)}>Runs</a>
            <a href="{root}/compare" {Current(isComparison)}>Compare</a></nav>
            </header>
            {Note.Render(note)}
            """);
    }

    private static Html Current(bool isCurrent) => Html.When(isCurrent, $"aria-current=\"page\"");

    private static Html Filter(string filter, string action) => Html.Of($"""
        <form class="filter" method="get" action="{action}" role="search">
        <label for="filter">Filter</label>
        <input id="filter" name="filter" type="search" value="{filter}" spellcheck="false" autocomplete="off"
            aria-describedby="filter-help filter-error" placeholder="plain words, or MLflow's grammar">
        <button>Find</button>
        <span class="hint" id="filter-help"></span>
        </form>
        """);

    private static string ToJson(Catalog catalog) => JsonSerializer.Serialize(catalog, JsonSerializerOptions.Web);
}
