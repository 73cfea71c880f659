using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>The list of experiments: what each asks, what its last sweep came to, what goes on.</summary>
internal static class HomePage
{
    public static Html Render(IReadOnlyList<ExperimentOverview> experiments, string address)
    {
        // "Default" is always there; it is not worth a line until it has runs.
        var shown = experiments.Where(experiment => experiment.Id != 0 || experiment.Runs > 0).ToList();
        return Html.Of($"""
            <header class="head"><h1>Experiments</h1>
            <div class="bar" id="experiments-bar"><label class="field"><span>Find</span>
            <input id="find" type="search" autocomplete="off" spellcheck="false" placeholder="a name or a word of a question"></label></div></header>
            <p class="summary" id="found" role="status"></p>
            {Html.When(shown.Count == 0, $"""<p class="empty">Nothing has been logged yet. Start a run, and it appears here.</p>""")}
            <div id="experiments" class="experiments">{shown.Select(Item)}</div>
            {ConnectPanel.Render(address, null)}
            """);
    }

    private static Html Item(ExperimentOverview experiment)
    {
        var isDeleted = experiment.LifecycleStage == LifecycleStage.Deleted;
        var isArchived = isDeleted || experiment.Archived == "true";
        var verdict = Verdict.Of(experiment.SweepVerdict, experiment.SweepNote);
        var question = Note.FirstParagraph(experiment.Question);
        var counts = $"{experiment.Runs} {experiment.Running} {experiment.Failed}";
        var sign = $"{counts} {experiment.LastActivity} {experiment.SweepId} {isArchived} {question}";
        var (word, action) = isDeleted ? ("Restore", "restore") : isArchived ? ("Take out of the archive", "false") : ("Archive", "true");
        return Html.Of($"""
            <article class="experiment" data-experiment="{experiment.Id}" data-words="{experiment.Name} {question}"
                data-archived="{(isArchived ? "yes" : "no")}" data-sign="{sign}" {Html.When(isArchived, $"hidden")}>
            <div class="what"><h2><a href="/experiments/{experiment.Id}">{experiment.Name}</a></h2>
            {Html.When(question is not null, $"""<p class="question">{question}</p>""")}
            {Html.When(verdict is not null, $"""
                <p class="verdict"><a href="/runs/{experiment.SweepId}">{verdict}</a>
                <small>{experiment.SweepName}, {Format.Time(experiment.SweepEnd ?? 0)}</small></p>
                """)}</div>
            <div class="now"><p><a class="count" href="/experiments/{experiment.Id}">{Format.Count(experiment.Runs, "run")}</a>
            {Html.When(experiment.Running > 0, $"""<span class="status running">{experiment.Running} running</span>""")}
            {Html.When(experiment.Failed > 0, $"""<span class="status failed">{experiment.Failed} failed</span>""")}</p>
            <p class="quiet">{Html.When(experiment.LastActivity is not null, $"last activity {Format.Time(experiment.LastActivity ?? 0)}")}
            {Html.When(experiment.LastActivity is null, $"created {Format.Time(experiment.Created)}")}</p></div>
            <button type="button" class="plain" data-archive="{action}" aria-label="{word}: {experiment.Name}">{word}</button>
            </article>

            """);
    }
}
