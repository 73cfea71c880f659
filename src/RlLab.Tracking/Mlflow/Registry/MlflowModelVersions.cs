namespace RlLab.Tracking;

/// <summary>The versions of the registry's models.</summary>
/// <remarks>Their files: <see cref="MlflowArtifacts.OfAsync(MlflowModelVersion, CancellationToken)"/>.</remarks>
public sealed class MlflowModelVersions
{
    private const string Api = MlflowPath.Api + "model-versions/";

    private readonly MlflowConnection _connection;

    internal MlflowModelVersions(MlflowConnection connection) => _connection = connection;

    /// <summary>Registers files as the next version of a model; not repeated by itself, since the first try may have created it.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="source">Where the files lie: a folder of a run's <see cref="MlflowRunInfo.ArtifactUri"/>, or <c>models:/</c> and the id of a
    /// logged model.</param>
    /// <param name="runId">The run that made them, whose folder the source must be in; null for none.</param>
    /// <param name="modelId">The logged model that it is a version of (MLflow 3); null for none.</param>
    /// <param name="description">What it is, for people; null for nothing.</param>
    /// <param name="tags">Tags; null for none.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<MlflowModelVersion> CreateAsync(
        string name, string source, string? runId = null, string? modelId = null, string? description = null, IReadOnlyList<MlflowTag>? tags = null,
        CancellationToken cancellation = default)
    {
        RegistryRules.CheckDescription(description);
        RegistryRules.CheckTags(tags);
        var request = new CreateModelVersionRequest(name, source, runId, modelId, description, tags);
        return AnswerAsync(HttpMethod.Post, "create", request, cancellation, mayRepeat: false);
    }

    /// <summary>Reads a version.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">Its number.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<MlflowModelVersion> GetAsync(string name, int version, CancellationToken cancellation = default) =>
        AnswerAsync(HttpMethod.Get, MlflowPath.Of("get", ("name", name), ("version", version)), null, cancellation);

    /// <summary>Reads the version that an alias stands for.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="alias">The alias.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowModelVersion> GetByAliasAsync(string name, string alias, CancellationToken cancellation = default)
    {
        var path = MlflowPath.Of(MlflowPath.Api + "registered-models/alias", ("name", name), ("alias", alias));
        return (await _connection.GetAsync<ModelVersionAnswer>(path, cancellation).ConfigureAwait(false)).ModelVersion;
    }

    /// <summary>The latest version of each stage.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="stages">The stages; null for all.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<IReadOnlyList<MlflowModelVersion>> GetLatestAsync(
        string name, IReadOnlyList<MlflowStage>? stages = null, CancellationToken cancellation = default) =>
        (await _connection.SendAsync<ModelVersionsAnswer>(
            HttpMethod.Post, MlflowPath.Api + "registered-models/get-latest-versions", new LatestVersionsRequest(name, stages), cancellation)
            .ConfigureAwait(false)).ModelVersions;

    /// <summary>Searches versions, page by page.</summary>
    /// <param name="filter">A filter such as <c>name = 'policy'</c> (<see cref="MlflowFilter"/>); null for all.</param>
    /// <param name="orderBy">Orders such as <c>version_number DESC</c>; null for the newest first.</param>
    /// <param name="pageSize">How many are fetched at once.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public IAsyncEnumerable<MlflowModelVersion> SearchAsync(
        string? filter = null, IReadOnlyList<string>? orderBy = null, int pageSize = 1000, CancellationToken cancellation = default) =>
        MlflowPages.ReadAsync(async (token, stop) =>
        {
            var path = RegistryRules.Search(Api, filter, orderBy, pageSize, token);
            var answer = await _connection.GetAsync<ModelVersionsAnswer>(path, stop).ConfigureAwait(false);
            return (answer.ModelVersions, answer.NextPageToken);
        }, cancellation);

    /// <summary>Says what a version is, for people.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">Its number.</param>
    /// <param name="description">What it is, at most 5,000 characters.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<MlflowModelVersion> DescribeAsync(string name, int version, string description, CancellationToken cancellation = default)
    {
        RegistryRules.CheckDescription(description);
        return AnswerAsync(HttpMethod.Patch, "update", new DescribeModelVersionRequest(name, version, description), cancellation);
    }

    /// <summary>Sets the stage of a version.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">Its number.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="archiveExisting">Whether versions that have this stage are archived.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<MlflowModelVersion> SetStageAsync(
        string name, int version, MlflowStage stage, bool archiveExisting = false, CancellationToken cancellation = default) =>
        AnswerAsync(HttpMethod.Post, "transition-stage", new SetStageRequest(name, version, stage, archiveExisting), cancellation);

    /// <summary>Deletes a version for good; its number is not used again.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">Its number.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteAsync(string name, int version, CancellationToken cancellation = default) =>
        _connection.DoOnceAsync(HttpMethod.Delete, Api + "delete", new ModelVersionRequest(name, version), cancellation);

    /// <summary>Sets a tag of a version.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">Its number.</param>
    /// <param name="key">The tag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task SetTagAsync(string name, int version, string key, string value, CancellationToken cancellation = default)
    {
        RegistryRules.CheckTags([new MlflowTag(key, value)]);
        return _connection.SendAsync(HttpMethod.Post, Api + "set-tag", new SetModelVersionTagRequest(name, version, key, value), cancellation);
    }

    /// <summary>Deletes a tag of a version; one that is not there is let pass.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">Its number.</param>
    /// <param name="key">The tag.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteTagAsync(string name, int version, string key, CancellationToken cancellation = default) =>
        _connection.DeleteTagAsync(HttpMethod.Delete, Api + "delete-tag", new DeleteModelVersionTagRequest(name, version, key), cancellation);

    /// <summary>Where the files of a version lie.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">Its number.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<string> GetDownloadUriAsync(string name, int version, CancellationToken cancellation = default) =>
        (await _connection.GetAsync<DownloadUriAnswer>(
            MlflowPath.Of(Api + "get-download-uri", ("name", name), ("version", version)), cancellation).ConfigureAwait(false)).ArtifactUri;

    private async Task<MlflowModelVersion> AnswerAsync(
        HttpMethod method, string path, object? request, CancellationToken cancellation, bool mayRepeat = true) =>
        (await _connection.SendAsync<ModelVersionAnswer>(method, Api + path, request, cancellation, mayRepeat).ConfigureAwait(false)).ModelVersion;
}
