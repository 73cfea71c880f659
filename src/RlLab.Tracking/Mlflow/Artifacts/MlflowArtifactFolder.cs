using System.IO.Enumeration;
using System.Runtime.CompilerServices;

namespace RlLab.Tracking;

/// <summary>
/// The files of one run, logged model or model version: kept by an MLflow server itself (<c>mlflow-artifacts:</c>) or in a folder of this machine. In
/// another store they can be read, as far as the server reads them for its pages, and not written.
/// </summary>
/// <remarks>Paths are relative, with folders separated by slashes. No file is held in memory, however large.</remarks>
public sealed class MlflowArtifactFolder
{
    private const int Block = 1 << 16;

    private readonly MlflowConnection _connection;
    private readonly IArtifactStore _store;

    internal MlflowArtifactFolder(MlflowConnection connection, string location, IArtifactStore store) =>
        (_connection, Location, _store) = (connection, location, store);

    /// <summary>Where they lie, as <c>mlflow-artifacts:/1/0123abcd/artifacts</c>.</summary>
    public string Location { get; }

    /// <summary>Lists what lies in a folder; nothing where there is no such folder.</summary>
    /// <param name="folder">The folder's path; null for the top.</param>
    /// <param name="recursive">Whether the folders in it are opened too; then only files are listed.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Files and folders with their whole paths.</returns>
    public async IAsyncEnumerable<MlflowFile> ListAsync(
        string? folder = null, bool recursive = false, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        CheckFolder(folder);
        var folders = new Stack<string?>([folder]);
        while (folders.TryPop(out var current))
        {
            await foreach (var file in _store.ListAsync(current, cancellation).ConfigureAwait(false))
            {
                if (recursive && file.IsDir)
                {
                    folders.Push(file.Path);
                }
                else
                {
                    yield return file;
                }
            }
        }
    }

    /// <summary>Opens a file for reading as it arrives.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Its content, for one reading from beginning to end; to be disposed.</returns>
    public Task<Stream> OpenAsync(string path, CancellationToken cancellation = default)
    {
        MlflowRules.CheckPath(path);
        return _connection.RepeatAsync(stop => _store.OpenAsync(path, stop), cancellation);
    }

    /// <summary>Downloads a file into a stream; where it can seek, a broken download is begun again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="destination">Where its content goes, from its position on.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task DownloadAsync(string path, Stream destination, CancellationToken cancellation = default)
    {
        MlflowRules.CheckPath(path);
        if (!destination.CanSeek)
        {
            await using var content = await OpenAsync(path, cancellation).ConfigureAwait(false);
            await content.CopyToAsync(destination, Block, cancellation).ConfigureAwait(false);
            return;
        }

        var (start, tries) = (destination.Position, 0);
        await _connection.RepeatAsync(async stop =>
        {
            await using var content = await _store.OpenAsync(path, stop).ConfigureAwait(false);
            if (tries++ > 0)
            {
                destination.SetLength(start);
                destination.Position = start;
            }

            await content.CopyToAsync(destination, Block, stop).ConfigureAwait(false);
            return true;
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Downloads a file; what lies at its place is replaced when all of it has arrived.</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">The file here; its folder is made.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task DownloadAsync(string path, string file, CancellationToken cancellation = default)
    {
        MlflowRules.CheckPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var temporary = file + ".incoming";
        try
        {
            await using (var destination = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, Block, useAsync: true))
            {
                await DownloadAsync(path, destination, cancellation).ConfigureAwait(false);
            }

            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Downloads a folder with all that is in it.</summary>
    /// <param name="folder">The folder's path; null for everything.</param>
    /// <param name="target">The folder here that gets what is in it; it is made.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task DownloadFolderAsync(string? folder, string target, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(target);
        await foreach (var file in ListAsync(folder, recursive: true, cancellation).ConfigureAwait(false))
        {
            // A server must not say where on this machine to write.
            MlflowRules.CheckPath(file.Path);
            var relative = folder is null ? file.Path : file.Path[(folder.Length + 1)..];
            await DownloadAsync(file.Path, Path.Combine([target, .. relative.Split('/')]), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Uploads a file from a stream; an earlier one of that path is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content, from the position on. One that cannot seek is put into a temporary file first: MLflow's server loses what
    /// is sent without its length.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task UploadAsync(string path, Stream content, CancellationToken cancellation = default)
    {
        MlflowRules.CheckPath(path);
        if (!content.CanSeek)
        {
            var file = Path.GetTempFileName();
            await using var temporary = new FileStream(
                file, FileMode.Create, FileAccess.ReadWrite, FileShare.None, Block, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
            await content.CopyToAsync(temporary, Block, cancellation).ConfigureAwait(false);
            temporary.Position = 0;
            await UploadAsync(path, temporary, cancellation).ConfigureAwait(false);
            return;
        }

        var start = content.Position;
        await _store.WriteAsync(path, () =>
        {
            content.Position = start;
            return new BorrowedStream(content);
        }, content.Length - start, cancellation).ConfigureAwait(false);
    }

    /// <summary>Uploads a file; an earlier one of that path is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">The file here; it may be replaced meanwhile.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="IOException">The file here cannot be read.</exception>
    public Task UploadAsync(string path, string file, CancellationToken cancellation = default)
    {
        MlflowRules.CheckPath(path);
        return _store.WriteAsync(path, Open, new FileInfo(file).Length, cancellation);

        FileStream Open() => new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Block, useAsync: true);
    }

    /// <summary>Uploads a folder with all that is in it; folders that are links are passed over, since they may lead round in a circle.</summary>
    /// <param name="folder">The folder's path; null for the top.</param>
    /// <param name="source">The folder here.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="IOException">Something here cannot be read.</exception>
    public async Task UploadFolderAsync(string? folder, string source, CancellationToken cancellation = default)
    {
        CheckFolder(folder);
        foreach (var file in FilesIn(source).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(source, file).Replace(Path.DirectorySeparatorChar, '/');
            await UploadAsync(folder is null ? relative : $"{folder}/{relative}", file, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes a file, or a folder with all that is in it.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteAsync(string path, CancellationToken cancellation = default)
    {
        MlflowRules.CheckPath(path);
        return _store.DeleteAsync(path, cancellation);
    }

    private static FileSystemEnumerable<string> FilesIn(string folder) =>
        new(folder, (ref entry) => entry.ToFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    private static void CheckFolder(string? folder)
    {
        if (folder is not null)
        {
            MlflowRules.CheckPath(folder);
        }
    }
}
