namespace RlLab.Tracking;

/// <summary>Files that a server on this machine keeps in a plain folder: they are read and written there, as MLflow's own client does it.</summary>
internal sealed class LocalArtifacts(string root) : IArtifactStore
{
    private const int Block = 1 << 16;

    public async IAsyncEnumerable<MlflowFile> ListAsync(
        string? folder, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var directory = new DirectoryInfo(folder is null ? root : File(folder));
        var entries = directory.Exists ? directory.GetFileSystemInfos().Where(entry => entry is FileInfo || entry.LinkTarget is null) : [];
        foreach (var entry in entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            var path = folder is null ? entry.Name : $"{folder}/{entry.Name}";
            yield return entry is FileInfo file ? new MlflowFile(path, IsDir: false, file.Length) : new MlflowFile(path, IsDir: true);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    public Task<Stream> OpenAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream>(new FileStream(File(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Block,
                useAsync: true));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MlflowException(MlflowFailure.NotFound, "", $"There is no artifact '{path}' in {root}.", error);
        }
    }

    public async Task WriteAsync(string path, Func<Stream> open, long length, CancellationToken cancellation)
    {
        var target = File(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);

        // Whoever reads meanwhile sees the old file or the new one.
        var temporary = target + ".incoming";
        await using (var from = open())
        await using (var to = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, Block, useAsync: true))
        {
            await from.CopyToAsync(to, cancellation).ConfigureAwait(false);
        }

        System.IO.File.Move(temporary, target, overwrite: true);
    }

    public Task DeleteAsync(string path, CancellationToken cancellation)
    {
        var target = File(path);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }
        else if (System.IO.File.Exists(target))
        {
            System.IO.File.Delete(target);
        }
        else
        {
            throw new MlflowException(MlflowFailure.NotFound, "", $"There is no artifact '{path}' in {root}.");
        }

        return Task.CompletedTask;
    }

    private string File(string path) => Path.Combine(root, path.Replace('/', Path.DirectorySeparatorChar));
}
