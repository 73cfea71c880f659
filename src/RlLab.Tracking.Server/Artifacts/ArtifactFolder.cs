using System.Text;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Artifacts;

/// <summary>The folder <c>mlartifacts/</c>; no path leads out of it.</summary>
internal sealed class ArtifactFolder(string root)
{
    private const string Scheme = "mlflow-artifacts:/";
    private const string Incoming = ".incoming";

    // What file systems take: names of 255 bytes on all of them, and a path that leaves room for where this folder is.
    private const int LongestName = 255, LongestPath = 2000;

    /// <summary>The path in this folder of something below the artifacts of a run or a model.</summary>
    /// <param name="artifactUri">Where those artifacts are.</param>
    /// <param name="path">The path below, or null for the artifacts themselves.</param>
    public static string PathOf(string artifactUri, string? path)
    {
        if (!IsHere(artifactUri))
        {
            throw MlflowError.Invalid($"The artifacts are at {artifactUri}, which this server does not serve. Open them there.");
        }

        // Refused before it is joined: "../.." must not reach another run either.
        RequireInside(path);
        var root = artifactUri[Scheme.Length..].TrimStart('/');
        return string.IsNullOrEmpty(path) ? root : $"{root}/{path}";
    }

    /// <summary>Refuses a path that would lead out of the artifacts below which it is meant.</summary>
    public static void RequireInside(string? path)
    {
        if (path is not null && (path.StartsWith('/') || RawPath.Climbs(path)))
        {
            throw InvalidPath();
        }
    }

    /// <summary>Stores a file; readers see the old one or the whole new one, and a failed upload leaves nothing.</summary>
    public async Task StoreAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var target = Resolve(path);
        if (target == root || Directory.Exists(target))
        {
            throw MlflowError.Invalid($"'{path}' is a folder of artifacts; a file needs another name.");
        }

        RequireFolders(path);
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
        if (target == root)
        {
            throw InvalidPath();
        }

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

    /// <summary>Removes all artifacts of a location, if there are any.</summary>
    public void DeleteAll(string artifactUri)
    {
        var folder = Resolve(PathOf(artifactUri, null));
        if (folder != root && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whether a text is the location of artifacts that this server keeps.</summary>
    public static bool IsHere(string artifactUri) => artifactUri.StartsWith(Scheme, StringComparison.Ordinal);

    private IReadOnlyList<FileInfoReply> Enumerate(string folder, string relativeTo)
    {
        var directory = new DirectoryInfo(Resolve(folder));
        var from = Resolve(relativeTo);
        return !directory.Exists ? [] :
        [
            .. directory.EnumerateFileSystemInfos()
                .Where(item => item.Name != Incoming && item.LinkTarget is null)
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
        if (path.StartsWith('/') || RawPath.Climbs(path) || parts.Any(part => part is "." or Incoming || part.Any(IsBad)))
        {
            throw InvalidPath();
        }

        if (path.Length > LongestPath || parts.Any(part => Encoding.UTF8.GetByteCount(part) > LongestName))
        {
            throw MlflowError.Invalid(
                $"The path of an artifact takes {LongestPath} characters, and each name in it {LongestName} bytes; "
                + $"'{Names.Truncate(path, 80)}...' is longer.");
        }

        // What a link leads to was not stored here. The folder itself may be a link: that is its owner's choice.
        var file = root;
        foreach (var part in parts)
        {
            file = Path.Combine(file, part);
            if (new FileInfo(file).LinkTarget is not null)
            {
                throw MlflowError.Invalid($"'{path}' leads through a symbolic link, which is not followed.");
            }
        }

        return file;
    }

    /// <summary>Refuses a path that goes through a file as if it were a folder.</summary>
    private void RequireFolders(string path)
    {
        for (var end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (File.Exists(Path.Combine(root, path[..end])))
            {
                throw MlflowError.Invalid($"'{path[..end]}' is a file; nothing can be stored below it.");
            }
        }
    }

    private static MlflowError InvalidPath() => MlflowError.Invalid("Invalid path");

    // MLflow refuses a # as well, at which its clients would cut the name. A colon leads to another drive or to a hidden stream on Windows.
    private static bool IsBad(char character) =>
        character is '\\' or '#' || char.IsControl(character) || (character == ':' && OperatingSystem.IsWindows());
}
