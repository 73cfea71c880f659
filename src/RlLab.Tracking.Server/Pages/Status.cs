using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>How far a run is, or the runs of a sweep are.</summary>
internal static class Status
{
    private static readonly string[] Order = ["FINISHED", "RUNNING", "SCHEDULED", "KILLED", "FAILED"];

    /// <summary>A run's status in a word: MLflow's, or RlLab's own where that says more.</summary>
    public static Html Badge(Run run)
    {
        var status = run.Info.LifecycleStage == LifecycleStage.Deleted ? "deleted" : run.Info.Status.ToLowerInvariant();
        var (word, why) = (status, RunTree.Tag(run, "rllab.not_comparable"), RunTree.Tag(run, "rllab.state")) switch
        {
            ("finished", { } reason, _) => ("not comparable", reason),
            ("killed", _, "interrupted") => ("interrupted", "Its process vanished without having recorded an end."),
            _ => (status, null),
        };
        return Html.Of($"""<span class="status {status}" title="{why}">{word}</span>""");
    }

    /// <summary>A bar of the states of the runs below a run, with the counts in words.</summary>
    public static Html Progress(RunTree tree)
    {
        var runs = tree.Runs().Skip(1).ToList();
        var counts = Order.Select(status => (Status: status.ToLowerInvariant(), Count: runs.Count(run => run.Info.Status == status)))
            .Where(part => part.Count > 0).ToList();
        var words = $"{Format.Count(runs.Count, "run")}: {string.Join(", ", counts.Select(part => $"{part.Count} {part.Status}"))}";
        var before = 0;
        var parts = counts.Select(part =>
        {
            var x = before;
            before += part.Count;
            return Html.Of($"""<rect class="{part.Status}" x="{x}" width="{part.Count}" height="1"/>""");
        });
        return Html.Of($"""
            <svg class="progress" viewBox="0 0 {runs.Count} 1" preserveAspectRatio="none" role="img" aria-label="{words}">
            <title>{words}</title>{parts}</svg>
            """);
    }
}
