using System.Text.Json.Serialization;

namespace RlLab.Tracking;

/// <summary>Which experiments or runs a search looks at.</summary>
public enum MlflowView
{
    /// <summary>Those that are not deleted.</summary>
    [JsonStringEnumMemberName("ACTIVE_ONLY")]
    Active,

    /// <summary>Deleted ones.</summary>
    [JsonStringEnumMemberName("DELETED_ONLY")]
    Deleted,

    /// <summary>Both.</summary>
    [JsonStringEnumMemberName("ALL")]
    All,
}

/// <summary>Views as a request says them.</summary>
internal static class MlflowViews
{
    /// <summary>Nothing for what a server does by itself.</summary>
    public static MlflowView? OnTheWire(MlflowView view) => view == MlflowView.Active ? null : view;
}
