namespace RlLab.Tracking.Server.Search;

/// <summary>How much one search may ask for.</summary>
internal static class SearchLimits
{
    /// <summary>The longest page of a search.</summary>
    public const int MaximumPage = 50_000;

    /// <summary>The page of a search that does not say how long.</summary>
    public const int DefaultPage = 1_000;
}
