using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RlLab.Tracking.Server.Http;

/// <summary>MLflow's rules for the names and values of metrics, parameters and tags.</summary>
internal static partial class Names
{
    /// <summary>The longest text of each kind, in characters: what MLflow checks and, where it checks nothing, what its columns hold.</summary>
    public const int MaximumKey = 250, MaximumParameter = 6000, MaximumTag = 8000,
        MaximumExperiment = 500, MaximumExperimentTag = 5000, MaximumLocation = 2048,
        MaximumRun = 250, MaximumUser = 256, MaximumId = 256,
        MaximumModel = 256, MaximumModelTag = 100_000, MaximumDescription = 5000, MaximumSource = 500, MaximumAlias = 255,
        MaximumDatasetName = 500, MaximumDigest = 36, MaximumDatasetSource = 65_535, MaximumSchema = 1_048_575, MaximumProfile = 16_777_215,
        MaximumInputTagKey = 255, MaximumInputTag = 500,
        MaximumLoggedModel = 500;

    /// <summary>Refuses a name that MLflow would refuse.</summary>
    /// <param name="what">What it is the name of, for the message about its length.</param>
    /// <param name="parameter">The field it came in.</param>
    public static void Check(string name, string what, string parameter)
    {
        if (!AllowedCharacters().IsMatch(name))
        {
            throw MlflowError.InvalidValue(
                JsonSerializer.Serialize(name), parameter,
                "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).");
        }

        // A client may keep a metric as a file of this name.
        if (Normalize(name) is var path && (path != name || path == "." || path.StartsWith("..", StringComparison.Ordinal) || path.StartsWith('/')))
        {
            throw MlflowError.InvalidValue(
                JsonSerializer.Serialize(name), parameter,
                "Names may be treated as files in certain cases, and must not resolve to other names when treated as such. "
                + $"This name would resolve to '{path}'");
        }

        if (name.Length > MaximumKey)
        {
            throw MlflowError.TooLong(what, MaximumKey);
        }
    }

    /// <summary>The text, cut to a number of characters where it is longer.</summary>
    public static string Truncate(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        var end = 0;
        foreach (var rune in text.EnumerateRunes().Take(limit))
        {
            end += rune.Utf16SequenceLength;
        }

        return text[..end];
    }

    private static string Normalize(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".." || !path.StartsWith('/'))
            {
                parts.Add(part);
            }
        }

        var normal = new StringBuilder(path.StartsWith('/') ? "/" : "").AppendJoin('/', parts).ToString();
        return normal.Length == 0 ? "." : normal;
    }

    [GeneratedRegex(@"\A[/\w.\- :]*\z")]
    private static partial Regex AllowedCharacters();
}
