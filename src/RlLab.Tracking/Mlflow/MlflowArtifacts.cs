namespace RlLab.Tracking;

/// <summary>
/// The files of runs on an MLflow server that keeps them itself (<c>mlflow-artifacts:</c>), or in a folder of this machine.
/// </summary>
public sealed class MlflowArtifacts
{
    private const string Api = "api/2.0/mlflow-artifacts/artifacts/";

    private readonly MlflowConnection _connection;

    internal MlflowArtifacts(MlflowConnection connection) => _connection = connection;

    /// <summary>Uploads a file; an earlier one of that path is replaced.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The file's name within the run, folders separated by slashes.</param>
    /// <param name="file">The file here.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="MlflowException">The upload failed, or the run's artifacts lie in a store that only MLflow's own client
    /// reaches.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task PutAsync(MlflowRunInfo run, string path, string file, CancellationToken cancellation = default)
    {
        if (TryGetFolder(run, out var folder))
        {
            return CopyAsync(file, Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar)), cancellation);
        }

        return _connection.PutAsync(Address(run, path), Open, new FileInfo(file).Length, cancellation);

        // Whoever records may replace the file meanwhile.
        FileStream Open() => new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16,
            useAsync: true);
    }

    /// <summary>Lists the artifacts in one folder of a run.</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="folder">The folder's path within the run; null for the top.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public IAsyncEnumerable<MlflowFile> ListAsync(string runId, string? folder = null,
        CancellationToken cancellation = default) =>
        MlflowClient.PagesAsync(async token =>
        {
            var path = $"api/2.0/mlflow/artifacts/list?run_id={Uri.EscapeDataString(runId)}"
                + (folder is null ? "" : $"&path={Uri.EscapeDataString(folder)}")
                + (token is null ? "" : $"&page_token={Uri.EscapeDataString(token)}");
            var answer = await _connection.GetAsync(path, MlflowJson.Default.ListArtifactsAnswer, cancellation)
                .ConfigureAwait(false);
            return (answer.Files, answer.NextPageToken);
        });

    /// <summary>Downloads a file.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The file's name within the run.</param>
    /// <param name="length">Its length in bytes as far as known, which decides how long it may take.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<byte[]> GetAsync(MlflowRunInfo run, string path, long length = 0, CancellationToken cancellation = default) =>
        _connection.DownloadAsync(Address(run, path), length, cancellation);

    private static string Address(MlflowRunInfo run, string path)
    {
        if (!Uri.TryCreate(run.ArtifactUri, UriKind.Absolute, out var uri) || uri.Scheme != "mlflow-artifacts")
        {
            throw new MlflowException(MlflowFailure.Refused, run.ArtifactUri,
                $"The artifacts of run {run.RunId} are kept at '{run.ArtifactUri}', which the server does not hand on. They "
                + "stay in the run's folder. "
                + "Start the MLflow server with --serve-artifacts (its default) and a new experiment, and sync again.");
        }

        return $"{Api}{uri.AbsolutePath.Trim('/')}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
    }

    // A server on this machine may keep artifacts in a plain folder: then they are written there, as MLflow's own client does.
    private bool TryGetFolder(MlflowRunInfo run, out string folder)
    {
        var isFolder = Uri.TryCreate(run.ArtifactUri, UriKind.Absolute, out var uri) && uri.IsFile && !uri.IsUnc
            && _connection.Base.IsLoopback;
        folder = isFolder ? uri!.LocalPath : "";
        return isFolder;
    }

    private static async Task CopyAsync(string file, string target, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = target + ".incoming";
        using (var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        using (var to = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await from.CopyToAsync(to, cancellation).ConfigureAwait(false);
        }

        File.Move(temporary, target, overwrite: true);
    }
}
