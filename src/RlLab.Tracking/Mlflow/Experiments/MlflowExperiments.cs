namespace RlLab.Tracking;

/// <summary>The experiments of a server.</summary>
public sealed class MlflowExperiments
{
    private const string Api = MlflowPath.Api + "experiments/";

    /// <summary>How many experiments a server looks for datasets in at once.</summary>
    private const int MostWithDatasets = 20;

    private readonly MlflowConnection _connection;

    internal MlflowExperiments(MlflowConnection connection) => _connection = connection;

    /// <summary>Creates an experiment; not repeated by itself, since the first try may have created it.</summary>
    /// <param name="name">Its name, at most 500 characters.</param>
    /// <param name="tags">Tags that it starts with; null for none.</param>
    /// <param name="artifactLocation">Where the artifacts of its runs lie, as <c>s3://bucket/folder</c>; null for where the server keeps
    /// them.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(
        string name, IReadOnlyList<MlflowTag>? tags = null, string? artifactLocation = null, CancellationToken cancellation = default)
    {
        MlflowRules.CheckName(name, "experiment");
        foreach (var tag in tags ?? [])
        {
            MlflowRules.CheckTag(tag, MlflowRules.ExperimentTag);
        }

        var answer = await _connection.SendAsync<CreateExperimentAnswer>(
            HttpMethod.Post, Api + "create", new CreateExperimentRequest(name, artifactLocation, tags), cancellation, mayRepeat: false)
            .ConfigureAwait(false);
        return answer.ExperimentId;
    }

    /// <summary>Reads an experiment, also a deleted one.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowExperiment> GetAsync(string experimentId, CancellationToken cancellation = default) =>
        (await _connection.GetAsync<ExperimentAnswer>(MlflowPath.Of(Api + "get", ("experiment_id", experimentId)), cancellation)
            .ConfigureAwait(false)).Experiment;

    /// <summary>Finds an experiment by its name, also a deleted one; null if there is none of this name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowExperiment?> FindAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            var path = MlflowPath.Of(Api + "get-by-name", ("experiment_name", name));
            return (await _connection.GetAsync<ExperimentAnswer>(path, cancellation).ConfigureAwait(false)).Experiment;
        }
        catch (MlflowException error) when (error.Failure == MlflowFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>Searches experiments, page by page.</summary>
    /// <param name="filter">A filter such as <c>name LIKE 'cart%'</c> (<see cref="MlflowFilter"/>); null for all.</param>
    /// <param name="orderBy">Orders such as <c>name DESC</c>; null for the newest first.</param>
    /// <param name="view">Which of them.</param>
    /// <param name="pageSize">How many are fetched at once, at most 50,000.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public IAsyncEnumerable<MlflowExperiment> SearchAsync(
        string? filter = null, IReadOnlyList<string>? orderBy = null, MlflowView view = MlflowView.Active, int pageSize = 1000,
        CancellationToken cancellation = default) =>
        MlflowPages.ReadAsync(async (token, stop) =>
        {
            var request = new SearchExperimentsRequest(pageSize, filter, orderBy, MlflowViews.OnTheWire(view), token);
            var answer = await _connection.SendAsync<SearchExperimentsAnswer>(HttpMethod.Post, Api + "search", request, stop).ConfigureAwait(false);
            return (answer.Experiments, answer.NextPageToken);
        }, cancellation);

    /// <summary>Gives an experiment another name.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="name">The new name, at most 500 characters.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task RenameAsync(string experimentId, string name, CancellationToken cancellation = default)
    {
        MlflowRules.CheckName(name, "experiment");
        return _connection.SendAsync(HttpMethod.Post, Api + "update", new RenameExperimentRequest(experimentId, name), cancellation);
    }

    /// <summary>Deletes an experiment with its runs; it can be restored, and its name stays taken.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteAsync(string experimentId, CancellationToken cancellation = default) =>
        _connection.DoOnceAsync(HttpMethod.Post, Api + "delete", new ExperimentRequest(experimentId), cancellation);

    /// <summary>Brings a deleted experiment back, with the runs that were deleted with it.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task RestoreAsync(string experimentId, CancellationToken cancellation = default) =>
        _connection.DoOnceAsync(HttpMethod.Post, Api + "restore", new ExperimentRequest(experimentId), cancellation);

    /// <summary>Sets a tag of an experiment.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="name">The tag.</param>
    /// <param name="value">Its value, at most 5,000 characters.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task SetTagAsync(string experimentId, string name, string value, CancellationToken cancellation = default)
    {
        MlflowRules.CheckTag(new MlflowTag(name, value), MlflowRules.ExperimentTag);
        return _connection.SendAsync(
            HttpMethod.Post, Api + "set-experiment-tag", new SetExperimentTagRequest(experimentId, name, value), cancellation);
    }

    /// <summary>Deletes a tag of an experiment (MLflow 3); one that is not there is let pass.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="name">The tag.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteTagAsync(string experimentId, string name, CancellationToken cancellation = default) =>
        _connection.Version.SinceAsync("Experiments whose tags can be deleted", 3, () => _connection.DeleteTagAsync(
            HttpMethod.Post, Api + "delete-experiment-tag", new DeleteExperimentTagRequest(experimentId, name), cancellation), cancellation);

    /// <summary>The datasets that runs of some experiments have as inputs.</summary>
    /// <param name="experimentIds">The experiments; asked for 20 at a time, and a server gives at most 1,000 datasets of those.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<IReadOnlyList<MlflowDatasetSummary>> GetDatasetsAsync(
        IReadOnlyList<string> experimentIds, CancellationToken cancellation = default)
    {
        var found = new List<MlflowDatasetSummary>();
        foreach (var some in experimentIds.Chunk(MostWithDatasets))
        {
            var answer = await _connection.SendAsync<SearchDatasetsAnswer>(
                HttpMethod.Post, MlflowPath.Ajax + "experiments/search-datasets", new SearchDatasetsRequest(some), cancellation)
                .ConfigureAwait(false);
            found.AddRange(answer.DatasetSummaries);
        }

        return found;
    }
}
