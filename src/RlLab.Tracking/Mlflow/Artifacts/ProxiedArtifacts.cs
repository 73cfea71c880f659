namespace RlLab.Tracking;

/// <summary>Files that the server keeps itself and hands on (<c>mlflow-artifacts:</c>).</summary>
internal sealed class ProxiedArtifacts(MlflowConnection connection, string root) : IArtifactStore
{
    private const string Api = "api/2.0/mlflow-artifacts/artifacts";

    public IAsyncEnumerable<MlflowFile> ListAsync(string? folder, CancellationToken cancellation) =>
        MlflowPages.ReadAsync<MlflowFile>(async (token, stop) =>
        {
            var path = folder is null ? root : $"{root}/{folder}";
            var answer = await connection.GetAsync<ListArtifactsAnswer>(MlflowPath.Of(Api, ("path", path), ("page_token", token)), stop)
                .ConfigureAwait(false);

            // It names what is in a folder without the folder.
            IReadOnlyList<MlflowFile> files = folder is null ? answer.Files
                : [.. answer.Files.Select(file => file with { Path = $"{folder}/{file.Path}" })];
            return (files, answer.NextPageToken);
        }, cancellation);

    public Task<Stream> OpenAsync(string path, CancellationToken cancellation) => connection.OpenAsync(Address(path), cancellation);

    public Task WriteAsync(string path, Func<Stream> open, long length, CancellationToken cancellation) =>
        connection.UploadAsync(Address(path), open, length, cancellation);

    public Task DeleteAsync(string path, CancellationToken cancellation) =>
        connection.DoOnceAsync(HttpMethod.Delete, Address(path), null, cancellation);

    private string Address(string path) => $"{Api}/{MlflowPath.EscapeFile($"{root}/{path}")}";
}
