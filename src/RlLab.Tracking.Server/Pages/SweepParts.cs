using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>What stands on the page of a run that has runs of its own: what it came to, how far it is, and the views that compare its runs.</summary>
internal static class SweepParts
{
    public static Html Render(Run run, Catalog catalog)
    {
        var note = run.Tag(Note.Tag);
        var verdict = Verdict.Of(run.Tag(OverviewStore.VerdictTag), note);
        var parameters = (run.Data.Params ?? []).ToDictionary(pair => pair.Key, pair => pair.Value);
        var sweep = run.Tag(OverviewStore.SweepTag);
        return Html.Of($"""
            <section data-part="verdict">
            {Html.When(verdict is not null, $"""<p class="answer">{verdict}</p>""")}
            {Html.When(verdict is null && sweep is not null, $"""
                <p class="answer quiet">{(run.Info.EndTime is null ? "No verdict yet: the sweep goes on." : "The sweep ended without a verdict.")}</p>
                """)}
            {Html.When(note is not null, $"""
                <details><summary>The comparison as the sweep wrote it</summary>{Note.Render(note)}</details>
                """)}
            </section>
            <div id="sweep" data-sweep="{sweep}" data-ended="{(run.Info.EndTime is null ? "no" : "yes")}"
                data-trials="{parameters.GetValueOrDefault("trials")}" data-seeds="{parameters.GetValueOrDefault("seeds")}"
                data-tests="{parameters.GetValueOrDefault("test_runs")}"></div>
            {ExperimentPage.Views(
                run.Info.ExperimentId, run.Info.RunId, catalog, parameters.GetValueOrDefault("objective"), parameters.GetValueOrDefault("direction"))}
            """);
    }
}
