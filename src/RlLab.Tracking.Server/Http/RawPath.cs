using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RlLab.Tracking.Server.Http;

/// <summary>A request's path as the client sent it: the server's own reading folds dots away and leaves %2F as it is.</summary>
internal static class RawPath
{
    /// <summary>The path, unescaped once, without its query.</summary>
    public static string Of(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var end = target.IndexOf('?');
        return Uri.UnescapeDataString(end < 0 ? target : target[..end]);
    }

    /// <summary>What follows a part of the path.</summary>
    public static string After(HttpContext context, string part)
    {
        var path = Of(context);
        return path[(path.IndexOf(part, StringComparison.Ordinal) + part.Length)..];
    }

    /// <summary>Whether the path would lead out of where it starts, however often it was escaped.</summary>
    public static bool Climbs(HttpContext context) => Climbs(Of(context));

    /// <inheritdoc cref="Climbs(HttpContext)"/>
    public static bool Climbs(string path)
    {
        // Each round makes the text shorter, so this ends.
        for (var before = ""; path != before;)
        {
            if (path.Split('/', '\\').Contains(".."))
            {
                return true;
            }

            (before, path) = (path, Uri.UnescapeDataString(path));
        }

        return false;
    }
}
