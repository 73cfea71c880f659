namespace RlLab.Tracking.Server.Pages;

/// <summary>A chart for each metric, in a section for everything before the last slash of its name; the script draws them.</summary>
internal static class ChartPanel
{
    /// <param name="metrics">The names of the metrics.</param>
    public static Html Render(IEnumerable<string> metrics)
    {
        var sections = metrics.GroupBy(Section)
            .OrderBy(section => section.Key.StartsWith("system", StringComparison.Ordinal))
            .ThenBy(section => section.Key, StringComparer.Ordinal).ToList();
        return Html.When(sections.Count > 0, $"""
            <section class="charts" aria-labelledby="charts-title">
            <div class="bar"><h2 id="charts-title">Metrics</h2>
            <label>Smoothing <input type="range" id="smoothing" min="0" max="0.98" step="0.02" value="0"><output for="smoothing">0</output></label>
            <p class="hint" id="hint" role="status"></p></div>
            <ul class="legend" id="legend" aria-label="What the colours stand for"></ul>
            <div class="groups">
            {sections.Select(section => Html.Of($"""
                <details open class="group n{Math.Min(section.Count(), 3)}">
                <summary>{(section.Key.Length > 0 ? section.Key : "metrics")} <span class="count">{section.Count()}</span></summary>
                <div class="grid">{section.Order(StringComparer.Ordinal).Select(Chart)}</div></details>

                """))}
            </div>
            </section>
            """);
    }

    private static Html Chart(string metric) => Html.Of($"""
        <figure class="chart" data-metric="{metric}">
        <figcaption>{metric[(metric.LastIndexOf('/') + 1)..]}</figcaption><div class="plot"></div></figure>

        """);

    private static string Section(string metric) => metric.LastIndexOf('/') is >= 0 and var slash ? metric[..slash] : "";
}
