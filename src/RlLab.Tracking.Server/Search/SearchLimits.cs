using RlLab.Tracking.Server.Http;

namespace RlLab.Tracking.Server.Search;

/// <summary>How much one search may ask for.</summary>
internal static class SearchLimits
{
    /// <summary>The longest page of a search.</summary>
    public const int MaximumPage = 50_000;

    /// <summary>The page of a search that does not say how long.</summary>
    public const int DefaultPage = 1_000;

    /// <summary>How long a page a request asks for.</summary>
    public static int PageSize(RequestArguments arguments, int usual, int longest) => arguments.Whole("max_results") switch
    {
        null => usual,
        { } size when size < 1 => throw MlflowError.Invalid($"Invalid value for max_results. It must be a positive integer, but got {size}"),
        { } size when size > longest => throw MlflowError.Invalid(
            $"Invalid value for request parameter max_results. It must be at most {longest}, but got value {size}"),
        { } size => (int)size,
    };
}
