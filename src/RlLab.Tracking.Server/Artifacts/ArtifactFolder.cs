using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Artifacts;

/// <summary>The folder <c>mlartifacts/</c>; no path leads out of it.</summary>
internal sealed class ArtifactFolder(string root)
{
    private const string Scheme = "mlflow-artifacts:/";
    private const string Incoming = ".incoming";

    /// <summary>The path in this folder of something below the artifacts of a run or a model.</summary>
    /// <param name="artifactUri">Where those artifacts are.</param>
    /// <param name="path">The path below, or null for the artifacts themselves.</param>
    public static string PathOf(string artifactUri, string? path)
    {
        if (!artifactUri.StartsWith(Scheme, StringComparison.Ordinal))
        {
            throw MlflowError.Invalid($"The artifacts are at {artifactUri}, which this server does not serve. Open them there.");
        }

        // Refused before it is joined: "../.." must not reach another run either.
        if (path is not null && (path.StartsWith('/') || path.Split('/').Contains("..")))
        {
            throw MlflowError.Invalid("Invalid path");
        }

        var root = artifactUri[Scheme.Length..].TrimStart('/');
        return string.IsNullOrEmpty(path) ? root : $"{root}/{path}";
    }

    /// <summary>Stores a file; readers see the old one or the whole new one, and a failed upload leaves nothing.</summary>
    public async Task StoreAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var target = Resolve(path);
        var incoming = Path.Combine(root, Incoming, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.GetDirectoryName(incoming)!);
        try
        {
            await using (var file = new FileStream(incoming, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true))
            {
                await content.CopyToAsync(file, 1 << 16, cancellationToken).ConfigureAwait(false);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(incoming, target, overwrite: true);
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    /// <summary>Removes what uploads left behind whose server died; those of a day may still be under way in another server.</summary>
    public void RemoveBrokenUploads(TimeProvider clock)
    {
        var incoming = new DirectoryInfo(Path.Combine(root, Incoming));
        var yesterday = clock.GetUtcNow().UtcDateTime.AddDays(-1);
        foreach (var file in incoming.Exists ? incoming.EnumerateFiles().Where(file => file.LastWriteTimeUtc < yesterday) : [])
        {
            file.Delete();
        }
    }

    /// <summary>The file on disk.</summary>
    public string Find(string path)
    {
        var file = Resolve(path);
        return File.Exists(file) ? file : throw MlflowError.NotFound($"No such artifact: '{path}'");
    }

    /// <summary>What lies directly in a folder of a run or a model, with paths below its artifacts.</summary>
    public IReadOnlyList<FileInfoReply> List(string artifactUri, string? path) =>
        Enumerate(PathOf(artifactUri, path), PathOf(artifactUri, null));

    /// <summary>What lies directly in a folder, with paths below that folder.</summary>
    public IReadOnlyList<FileInfoReply> List(string folder) => Enumerate(folder, folder);

    public void Delete(string path)
    {
        var target = Resolve(path);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }
        else if (File.Exists(target))
        {
            File.Delete(target);
        }
        else
        {
            throw MlflowError.NotFound($"No such artifact: '{path}'");
        }
    }

    private IReadOnlyList<FileInfoReply> Enumerate(string folder, string relativeTo)
    {
        var directory = new DirectoryInfo(Resolve(folder));
        var from = Resolve(relativeTo);
        return !directory.Exists ? [] :
        [
            .. directory.EnumerateFileSystemInfos()
                .Where(item => item.Name != Incoming)
                .OrderBy(item => item.Name, StringComparer.Ordinal)
                .Select(item => new FileInfoReply(
                    Path.GetRelativePath(from, item.FullName).Replace('\\', '/'),
                    item is DirectoryInfo,
                    item is FileInfo { Length: > 0 } file ? file.Length : null)),
        ];
    }

    private string Resolve(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var bad = path.StartsWith('/') || parts.Any(part => part is "." or ".." or Incoming || part.Any(IsBad));
        return bad ? throw MlflowError.Invalid("Invalid path") : Path.Combine([root, .. parts]);
    }

    // A colon leads to another drive or to a hidden stream on Windows.
    private static bool IsBad(char character) => character is '\\' or '\0' || (character == ':' && OperatingSystem.IsWindows());
}
