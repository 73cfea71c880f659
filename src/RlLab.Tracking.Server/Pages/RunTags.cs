using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>The tags of a run by name.</summary>
internal static class RunTags
{
    /// <summary>A tag's value; null where the run has none of this name.</summary>
    public static string? Tag(this Run run, string key) => run.Data.Tags?.FirstOrDefault(tag => tag.Key == key)?.Value;

    /// <summary>The run that this one is nested under; null for none.</summary>
    public static string? Parent(this Run run) => run.Tag(RunStore.ParentTag);
}
