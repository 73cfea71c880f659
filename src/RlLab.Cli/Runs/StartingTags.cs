using System.Security.Cryptography;
using RlLab.Formats;
using static TorchSharp.torch;

namespace RlLab.Cli;

/// <summary>
/// The tags by which a run says from which weights it starts (<c>--from</c>), so that whoever trains or repeats it starts from the same.
/// </summary>
internal static class StartingTags
{
    private const string FileTag = "rllab.from.file";
    private const string Sha256Tag = "rllab.from.sha256";

    /// <summary>The tags of a run that starts from a file, which is read once before anything begins; none where it starts from no file.</summary>
    /// <param name="host">Says in which folder the command is given.</param>
    /// <param name="file">The file; null for none.</param>
    /// <exception cref="UserException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Of(HostContext host, string? file)
    {
        if (file is null)
        {
            return new Dictionary<string, string>();
        }

        var path = Path.GetFullPath(file, host.CurrentDirectory);
        try
        {
            using var scope = NewDisposeScope();
            _ = WeightFile.Read(path);
            using var content = File.OpenRead(path);
            return new Dictionary<string, string> { [FileTag] = path, [Sha256Tag] = Convert.ToHexStringLower(SHA256.HashData(content)) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UserException($"--from {file}: {e.Message}");
        }
    }

    /// <summary>Those of the tags of another run that say from which weights it started.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> tags) =>
        tags.Where(tag => tag.Key is FileTag or Sha256Tag).ToDictionary();

    /// <summary>The weights that a run with these tags starts from; null for none.</summary>
    public static StartingWeights? Read(IReadOnlyDictionary<string, string> tags) =>
        tags.TryGetValue(FileTag, out var file) && tags.TryGetValue(Sha256Tag, out var sha256) ? new StartingWeights(file, sha256) : null;
}
