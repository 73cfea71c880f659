namespace RlLab.Tracking;

/// <summary>Models that runs have made (MLflow 3); an older server is told as <see cref="MlflowFailure.Unsupported"/>.</summary>
/// <remarks>
/// Their files: <see cref="MlflowArtifacts.Of(MlflowLoggedModel)"/>. Their metrics: points with <see cref="MlflowMetric.ModelId"/>, logged to a run.
/// </remarks>
public sealed class MlflowLoggedModels
{
    private const string Api = MlflowPath.Api + "logged-models";

    private readonly MlflowConnection _connection;

    internal MlflowLoggedModels(MlflowConnection connection) => _connection = connection;

    /// <summary>Creates a model, whose files are then uploaded; not repeated by itself, since the first try may have created it.</summary>
    /// <param name="experimentId">Its experiment.</param>
    /// <param name="name">Its name; null for one of the server's.</param>
    /// <param name="sourceRunId">The run that makes it; null for none.</param>
    /// <param name="modelType">What kind of model it is; null for none.</param>
    /// <param name="parameters">Parameters; null for none.</param>
    /// <param name="tags">Tags; null for none.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowLoggedModel> CreateAsync(
        string experimentId, string? name = null, string? sourceRunId = null, string? modelType = null,
        IReadOnlyList<MlflowParameter>? parameters = null, IReadOnlyList<MlflowTag>? tags = null, CancellationToken cancellation = default)
    {
        Check(parameters ?? []);
        Check(tags ?? []);
        var request = new CreateLoggedModelRequest(experimentId, name, modelType, sourceRunId, parameters, tags);
        return await AnswerAsync(HttpMethod.Post, "", request, cancellation, mayRepeat: false).ConfigureAwait(false);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="modelId">The server's id of it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<MlflowLoggedModel> GetAsync(string modelId, CancellationToken cancellation = default) =>
        AnswerAsync(HttpMethod.Get, Of(modelId), null, cancellation);

    /// <summary>Searches models, page by page.</summary>
    /// <param name="experimentIds">The experiments to search in.</param>
    /// <param name="filter">A filter such as <c>metrics.loss &lt; 0.1 AND name = 'agent'</c> (<see cref="MlflowFilter"/>); null for all.</param>
    /// <param name="orderBy">Orders; null for the newest first.</param>
    /// <param name="datasets">The datasets that the filter's metrics must have been measured on; null for any.</param>
    /// <param name="pageSize">How many are fetched at once.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public IAsyncEnumerable<MlflowLoggedModel> SearchAsync(
        IReadOnlyList<string> experimentIds, string? filter = null, IReadOnlyList<MlflowLoggedModelOrder>? orderBy = null,
        IReadOnlyList<MlflowLoggedModelDataset>? datasets = null, int pageSize = 100, CancellationToken cancellation = default) =>
        MlflowPages.ReadAsync(async (token, stop) =>
        {
            var request = new SearchLoggedModelsRequest(experimentIds, filter, datasets, pageSize, orderBy, token);
            var answer = await SinceAsync(
                () => _connection.SendAsync<SearchLoggedModelsAnswer>(HttpMethod.Post, Api + "/search", request, stop), stop)
                .ConfigureAwait(false);
            return (answer.Models, answer.NextPageToken);
        }, cancellation);

    /// <summary>Says that the files of a model are there, or that they did not arrive.</summary>
    /// <param name="modelId">The server's id of it.</param>
    /// <param name="status">Which of both.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<MlflowLoggedModel> FinishAsync(
        string modelId, MlflowLoggedModelStatus status = MlflowLoggedModelStatus.Ready, CancellationToken cancellation = default) =>
        AnswerAsync(HttpMethod.Patch, Of(modelId), new FinishLoggedModelRequest(modelId, status), cancellation);

    /// <summary>Deletes a model.</summary>
    /// <param name="modelId">The server's id of it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteAsync(string modelId, CancellationToken cancellation = default) =>
        SinceAsync(() => _connection.DoOnceAsync(HttpMethod.Delete, Api + Of(modelId), null, cancellation), cancellation);

    /// <summary>Logs parameters of a model; not repeated by itself, since a server refuses what the first try has logged.</summary>
    /// <param name="modelId">The server's id of it.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task LogParametersAsync(string modelId, IReadOnlyList<MlflowParameter> parameters, CancellationToken cancellation = default)
    {
        Check(parameters);
        var request = new LogLoggedModelParametersRequest(modelId, parameters);
        return SinceAsync(
            () => _connection.SendAsync(HttpMethod.Post, $"{Api}{Of(modelId)}/params", request, cancellation, mayRepeat: false), cancellation);
    }

    /// <summary>Sets tags of a model.</summary>
    /// <param name="modelId">The server's id of it.</param>
    /// <param name="tags">The tags.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task SetTagsAsync(string modelId, IReadOnlyList<MlflowTag> tags, CancellationToken cancellation = default)
    {
        Check(tags);
        return SinceAsync(
            () => _connection.SendAsync(HttpMethod.Patch, $"{Api}{Of(modelId)}/tags", new SetLoggedModelTagsRequest(modelId, tags), cancellation),
            cancellation);
    }

    /// <summary>Deletes a tag of a model; one that is not there is let pass.</summary>
    /// <param name="modelId">The server's id of it.</param>
    /// <param name="name">The tag.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteTagAsync(string modelId, string name, CancellationToken cancellation = default) =>
        SinceAsync(
            () => _connection.DeleteTagAsync(HttpMethod.Delete, $"{Api}{Of(modelId)}/tags/{MlflowPath.Escape(name)}", null, cancellation),
            cancellation);

    private static string Of(string modelId) => "/" + MlflowPath.Escape(modelId);

    private static void Check(IReadOnlyList<MlflowParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            MlflowRules.CheckParameter(parameter);
        }
    }

    private static void Check(IReadOnlyList<MlflowTag> tags)
    {
        foreach (var tag in tags)
        {
            MlflowRules.CheckTag(tag, MlflowRules.ExperimentTag);
        }
    }

    private async Task<MlflowLoggedModel> AnswerAsync(
        HttpMethod method, string path, object? request, CancellationToken cancellation, bool mayRepeat = true) =>
        (await SinceAsync(() => _connection.SendAsync<LoggedModelAnswer>(method, Api + path, request, cancellation, mayRepeat), cancellation)
            .ConfigureAwait(false)).Model;

    private Task<T> SinceAsync<T>(Func<Task<T>> ask, CancellationToken cancellation) =>
        _connection.Version.SinceAsync("Logged models", 3, ask, cancellation);

    private Task SinceAsync(Func<Task> ask, CancellationToken cancellation) => _connection.Version.SinceAsync("Logged models", 3, ask, cancellation);
}
