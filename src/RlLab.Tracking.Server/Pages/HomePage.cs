using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Pages;

/// <summary>The list of experiments.</summary>
internal static class HomePage
{
    public static Html Render(IReadOnlyList<ExperimentOverview> experiments, string address)
    {
        // "Default" is always there; it is not worth a line until it has runs.
        var shown = experiments.Where(experiment => experiment.Id != 0 || experiment.Runs > 0).ToList();
        return Html.Of($"""
            <h1>Experiments</h1>
            <section data-part="experiments">
            {Html.When(shown.Count == 0, $"""<p class="empty">Nothing has been logged yet. Start a run, and it appears here.</p>""")}
            {Html.When(shown.Count > 0, $"""
                <table class="list">
                <thead><tr><th scope="col">Experiment</th><th scope="col" class="value">Runs</th><th scope="col">Now</th>
                <th scope="col">Last activity</th><th scope="col">Created</th></tr></thead>
                <tbody>{shown.Select(Row)}</tbody>
                </table>
                """)}
            </section>
            {ConnectPanel.Render(address, null)}
            """);
    }

    private static Html Row(ExperimentOverview experiment) => Html.Of($"""
        <tr>
        <th scope="row"><a href="/experiments/{experiment.Id}">{experiment.Name}</a></th>
        <td class="value">{experiment.Runs:N0}</td>
        <td>{Html.When(experiment.Running > 0, $"""<span class="status running">{experiment.Running} running</span>""")}
        {Html.When(experiment.Failed > 0, $"""<span class="status failed">{experiment.Failed} failed</span>""")}</td>
        <td>{Html.When(experiment.LastActivity is not null, $"{Format.Time(experiment.LastActivity ?? 0)}")}</td>
        <td>{Format.Time(experiment.Created)}</td>
        </tr>

        """);
}
