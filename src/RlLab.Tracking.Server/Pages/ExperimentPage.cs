using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>An experiment: its runs in a table, and charts that compare those chosen there.</summary>
internal static class ExperimentPage
{
    public const int MaximumRuns = 1000;

    /// <param name="filter">The filter as the user wrote it.</param>
    /// <param name="error">Why it could not be read, or null.</param>
    public static Html Render(
        Experiment experiment, IReadOnlyList<Run> runs, bool more, string filter, string? error, string address, long now)
    {
        var trees = RunTree.Build(runs);
        var table = new RunTable(trees, now);
        var note = experiment.Tags?.FirstOrDefault(tag => tag.Key == Note.Tag)?.Value;
        return Html.Of($"""
            <h1>{experiment.Name}</h1>
            {Note.Render(note)}
            <form class="filter" method="get" role="search">
            <label for="filter">Filter</label>
            <input id="filter" name="filter" type="search" value="{filter}" spellcheck="false" autocomplete="off"
                placeholder="metrics.`eval/return` &gt; 100 AND params.hidden = '32'"
                {Html.When(error is not null, $"aria-invalid=\"true\" aria-describedby=\"filter-error\"")}>
            <button>Find</button>
            {Html.When(filter.Length > 0, $"""<a href="/experiments/{experiment.ExperimentId}">Show all</a>""")}
            </form>
            {Html.When(error is not null, $"""<p class="error" id="filter-error" role="alert">{error}</p>""")}
            <section data-part="runs">
            <p class="summary">{Format.Count(runs.Count, "run")}{Html.When(filter.Length > 0 && error is null, $" found")}{Html.When(more,
                $", the latest ones; narrow the filter to see others")}</p>
            {Html.When(runs.Count == 0 && error is null,
                $"""<p class="empty">No runs{Html.When(filter.Length > 0, $" match this filter")} yet.</p>""")}
            {Html.When(runs.Count > 0, $"{table.ToHtml()}")}
            </section>
            {ChartPanel.Render(table.Metrics)}
            {ConnectPanel.Render(address, experiment.Name)}
            """);
    }
}
