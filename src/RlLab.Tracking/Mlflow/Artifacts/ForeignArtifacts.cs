namespace RlLab.Tracking;

/// <summary>
/// Files in a store that the server reaches and this client does not (<c>s3:</c>, <c>gs:</c>, a folder of the server's machine): the server reads
/// them
/// for its own pages, and does so for this client.
/// </summary>
internal sealed class ForeignArtifacts(MlflowConnection connection, string location, string owner, Func<string?, string?, string>? list,
    Func<string, string> file) : IArtifactStore
{
    public IAsyncEnumerable<MlflowFile> ListAsync(string? folder, CancellationToken cancellation) =>
        list is null ? throw Refuse("be listed")
        : MlflowPages.ReadAsync<MlflowFile>(async (token, stop) =>
        {
            var answer = await connection.GetAsync<ListArtifactsAnswer>(list(folder, token), stop).ConfigureAwait(false);
            return (answer.Files, answer.NextPageToken);
        }, cancellation);

    public Task<Stream> OpenAsync(string path, CancellationToken cancellation) => connection.OpenAsync(file(path), cancellation);

    public Task WriteAsync(string path, Func<Stream> open, long length, CancellationToken cancellation) => throw Refuse("be written");

    public Task DeleteAsync(string path, CancellationToken cancellation) => throw Refuse("be deleted");

    private MlflowException Refuse(string what) => new(MlflowFailure.Refused, location,
        $"The artifacts of {owner} are kept at '{location}', which the server does not hand on, so they cannot {what} with this client; "
        + "MLflow's Python client can reach more stores. Start the MLflow server with --serve-artifacts (its default), and make a new experiment.");
}
