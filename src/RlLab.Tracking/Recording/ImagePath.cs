using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace RlLab.Tracking;

/// <summary>The artifact's path by which MLflow's pages know an image of a step, and show those of one name with a slider.</summary>
internal static partial class ImagePath
{
    /// <summary>The tag without which MLflow's pages do not look for images.</summary>
    public const string Tag = "mlflow.loggedImages";

    /// <summary>The path of an image; of one name and step in a run it is the same at any time, but for the time.</summary>
    public static string Of(string run, string name, long step, long time)
    {
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{run} {name} {step}")).AsSpan(0, 16));
        return string.Create(CultureInfo.InvariantCulture, $"images/{Encoded(name)}+step+{step}+timestamp+{time}+{id}.png");
    }

    /// <summary>What name and step a path is of, as <see cref="Key"/>; null if it is of no image.</summary>
    public static string? KeyOf(string path) => Pattern().Match(path) is { Success: true } match
        ? $"{match.Groups["name"].Value}+{match.Groups["step"].Value}"
        : null;

    /// <summary>An image's name and step.</summary>
    public static string Key(string name, long step) => string.Create(CultureInfo.InvariantCulture, $"{Encoded(name)}+{step}");

    private static string Encoded(string name) => name.Replace('/', '~');

    [GeneratedRegex(@"^images/(?<name>[^+]+)\+step\+(?<step>-?[0-9]+)\+timestamp\+[0-9]+\+[0-9a-f-]{36}\.png$")]
    private static partial Regex Pattern();
}
