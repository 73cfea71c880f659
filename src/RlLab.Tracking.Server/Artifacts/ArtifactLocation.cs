using System.Text.RegularExpressions;
using RlLab.Tracking.Server.Http;

namespace RlLab.Tracking.Server.Artifacts;

/// <summary>Where an experiment is told to keep its artifacts.</summary>
internal static partial class ArtifactLocation
{
    /// <summary>The location as it is kept, a path of this machine made absolute; null for the server's own folder.</summary>
    /// <param name="location">What the client asked for.</param>
    public static string? Check(string? location)
    {
        if (string.IsNullOrEmpty(location))
        {
            return null;
        }

        if (location.StartsWith("runs:", StringComparison.Ordinal))
        {
            throw MlflowError.Invalid($"Artifact location cannot be a runs:/ URI. Given: '{location}'");
        }

        // A run's part would be appended behind them, and be read as theirs.
        if (location.IndexOfAny(['#', ';']) >= 0)
        {
            throw MlflowError.Invalid("'artifact_location' URL can't include fragments or params.");
        }

        if (RawPath.Climbs(location.Replace('?', '/')))
        {
            throw MlflowError.Invalid($"'artifact_location' must not contain '..': '{location}'");
        }

        return Scheme().IsMatch(location) ? location : Path.GetFullPath(location);
    }

    /// <summary>Whether a location is a path of this machine, as a path or as a file: address.</summary>
    public static bool IsLocal(string location) =>
        !Scheme().IsMatch(location) || location.StartsWith("file:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The location of something below another; what follows a question mark stays at the end.</summary>
    public static string Append(string location, string path)
    {
        var query = location.IndexOf('?');
        var (start, end) = query < 0 ? (location, "") : (location[..query], location[query..]);
        return $"{start.TrimEnd('/')}/{path}{end}";
    }

    /// <summary>A local location as a full path, without dots and without a slash at its end.</summary>
    public static string PathOf(string location)
    {
        if (!location.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return Path.GetFullPath(location).TrimEnd('/');
        }

        return Uri.TryCreate(location, UriKind.Absolute, out var uri) && (uri.Host.Length == 0 || uri.IsLoopback)
            ? Path.GetFullPath(uri.LocalPath).TrimEnd('/')
            : throw MlflowError.Invalid($"{location} is not a valid remote uri: a file: address names a file of this machine.");
    }

    // Two letters at least: one is a drive of Windows.
    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9+.-]+:")]
    private static partial Regex Scheme();
}
