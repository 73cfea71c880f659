namespace RlLab.Tracking.Server.Wire;

/// <summary>Whether an experiment or a run is there or was deleted; what is deleted can be restored.</summary>
internal static class LifecycleStage
{
    public const string Active = "active";
    public const string Deleted = "deleted";

    /// <summary>The stages that a search shows, by the name of its view.</summary>
    public static string[] InView(string? view) => view switch
    {
        "ALL" => [Active, Deleted],
        "DELETED_ONLY" => [Deleted],
        _ => [Active],
    };
}
