using System.Globalization;
using System.Text.RegularExpressions;
using RlLab.Tracking.Server.Artifacts;

namespace RlLab.Tracking.Server.Images;

/// <summary>The images of one name that a run logged over steps, known by the names that MLflow's clients give to their files.</summary>
/// <param name="Name">What they show.</param>
/// <param name="Steps">The steps, in order, each once.</param>
/// <param name="Paths">The artifact of each step: the one logged last.</param>
internal sealed partial record LoggedImages(string Name, IReadOnlyList<long> Steps, IReadOnlyList<string> Paths)
{
    private const string Folder = "images";

    /// <summary>The images of a run, by name.</summary>
    public static IReadOnlyList<LoggedImages> Read(ArtifactFolder artifacts, string artifactUri) =>
    [
        .. artifacts.List(artifactUri, Folder).Where(file => !file.IsDir)
            .Select(file => (file.Path, Match: Pattern().Match(file.Path)))
            .Where(file => file.Match is { Success: true } match && !match.Groups["small"].Success && Number(match, "step") is not null)
            .GroupBy(file => file.Match.Groups["name"].Value.Replace('~', '/'), StringComparer.Ordinal)
            .OrderBy(name => name.Key, StringComparer.Ordinal)
            .Select(name => Of(name.Key, name.Select(file => (Number(file.Match, "step")!.Value, Number(file.Match, "time") ?? 0, file.Path)))),
    ];

    /// <summary>Whether a path is of such an image, or of the small copy that MLflow's clients put beside it.</summary>
    public static bool Is(string path) => Pattern().IsMatch(path);

    private static LoggedImages Of(string name, IEnumerable<(long Step, long Time, string Path)> files)
    {
        var images = files.GroupBy(file => file.Step).OrderBy(step => step.Key).Select(step => step.MaxBy(file => file.Time)).ToList();
        return new LoggedImages(name, [.. images.Select(image => image.Step)], [.. images.Select(image => image.Path)]);
    }

    private static long? Number(Match match, string group) =>
        long.TryParse(match.Groups[group].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Older clients of MLflow write a percent sign for the plus.
    [GeneratedRegex(
        @"^images/(?<name>.+)(?<s>[+%])step\k<s>(?<step>-?[0-9]+)\k<s>timestamp\k<s>(?<time>[0-9]+)\k<s>[^+%/]+(?<small>\k<s>compressed)?"
        + @"\.(png|webp|jpe?g)$")]
    private static partial Regex Pattern();
}
