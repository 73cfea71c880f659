using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>How far a run is.</summary>
internal static class Status
{
    /// <summary>A run's status in a word: MLflow's, or RlLab's own where that says more. <c>pure/status.js</c> says the same.</summary>
    public static Html Badge(Run run)
    {
        var status = run.Info.LifecycleStage == LifecycleStage.Deleted ? "deleted" : run.Info.Status.ToLowerInvariant();
        var (word, kind, why) = (status, run.Tag("rllab.pruned"), run.Tag("rllab.not_comparable"), run.Tag("rllab.state")) switch
        {
            ("finished", { } reason, _, _) => ("pruned", "pruned", reason),
            ("finished", _, { } reason, _) => ("not comparable", "odd", reason),
            ("killed", _, _, "interrupted") => ("interrupted", "killed", "Its process vanished without having recorded an end."),
            _ => (status, status, (string?)null),
        };
        return Html.Of($"""<span class="status {kind}" title="{why}">{word}</span>""");
    }
}
