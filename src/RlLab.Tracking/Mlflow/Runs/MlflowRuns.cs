namespace RlLab.Tracking;

/// <summary>The runs of a server, and what is logged to them.</summary>
public sealed class MlflowRuns
{
    private const string Api = MlflowPath.Api + "runs/";

    private readonly MlflowConnection _connection;

    internal MlflowRuns(MlflowConnection connection) => _connection = connection;

    /// <summary>Creates a run; not repeated by itself, since the first try may have created it.</summary>
    /// <param name="experimentId">Its experiment.</param>
    /// <param name="name">Its name; null for one of the server's.</param>
    /// <param name="startTime">When it started; null for now.</param>
    /// <param name="user">Whose it is; null for nobody's.</param>
    /// <param name="tags">Tags that it starts with; <c>mlflow.parentRunId</c> nests it under another. Null for none.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowRun> CreateAsync(
        string experimentId, string? name = null, DateTimeOffset? startTime = null, string? user = null, IReadOnlyList<MlflowTag>? tags = null,
        CancellationToken cancellation = default)
    {
        CheckName(name);
        var start = startTime ?? _connection.Clock.GetUtcNow();
        MlflowRules.CheckTime(start, "run's start");
        await MlflowRules.CheckRunTagsAsync(tags ?? [], _connection.Version, cancellation).ConfigureAwait(false);
        var answer = await _connection.SendAsync<RunAnswer>(
            HttpMethod.Post, Api + "create", new CreateRunRequest(experimentId, start, name, user, tags), cancellation, mayRepeat: false)
            .ConfigureAwait(false);
        return answer.Run;
    }

    /// <summary>Reads a run, also a deleted one.</summary>
    /// <param name="runId">The server's id of it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowRun> GetAsync(string runId, CancellationToken cancellation = default) =>
        (await _connection.GetAsync<RunAnswer>(MlflowPath.Of(Api + "get", ("run_id", runId)), cancellation).ConfigureAwait(false)).Run;

    /// <summary>Searches runs, page by page.</summary>
    /// <param name="experimentIds">The experiments to search in.</param>
    /// <param name="filter">A filter such as <c>params.hidden = '32'</c> (<see cref="MlflowFilter"/>); null for all.</param>
    /// <param name="orderBy">Orders such as <c>metrics.loss ASC</c>; null for the newest first.</param>
    /// <param name="view">Which of them.</param>
    /// <param name="pageSize">How many are fetched at once, at most 50,000.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public IAsyncEnumerable<MlflowRun> SearchAsync(
        IReadOnlyList<string> experimentIds, string? filter = null, IReadOnlyList<string>? orderBy = null, MlflowView view = MlflowView.Active,
        int pageSize = 1000, CancellationToken cancellation = default) =>
        MlflowPages.ReadAsync(async (token, stop) =>
        {
            var request = new SearchRunsRequest(experimentIds, filter, orderBy, MlflowViews.OnTheWire(view), pageSize, token);
            var answer = await _connection.SendAsync<SearchRunsAnswer>(HttpMethod.Post, Api + "search", request, stop).ConfigureAwait(false);
            return (answer.Runs, answer.NextPageToken);
        }, cancellation);

    /// <summary>Sets how a run ended, or its name.</summary>
    /// <param name="runId">The server's id of it.</param>
    /// <param name="status">Whether it goes on, or how it ended; null to leave it.</param>
    /// <param name="endTime">When it ended; null where it goes on: a server then forgets the end that it had.</param>
    /// <param name="name">Its name; null to leave it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowRunInfo> UpdateAsync(
        string runId, MlflowRunStatus? status = null, DateTimeOffset? endTime = null, string? name = null, CancellationToken cancellation = default)
    {
        CheckName(name);
        MlflowRules.CheckTime(endTime ?? DateTimeOffset.UnixEpoch, "run's end");
        var answer = await _connection.SendAsync<UpdateRunAnswer>(
            HttpMethod.Post, Api + "update", new UpdateRunRequest(runId, status, endTime, name), cancellation).ConfigureAwait(false);
        return answer.RunInfo;
    }

    /// <summary>Deletes a run; it can be restored.</summary>
    /// <param name="runId">The server's id of it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteAsync(string runId, CancellationToken cancellation = default) =>
        _connection.DoOnceAsync(HttpMethod.Post, Api + "delete", new RunRequest(runId), cancellation);

    /// <summary>Brings a deleted run back.</summary>
    /// <param name="runId">The server's id of it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task RestoreAsync(string runId, CancellationToken cancellation = default) =>
        _connection.DoOnceAsync(HttpMethod.Post, Api + "restore", new RunRequest(runId), cancellation);

    /// <summary>Logs one point of a metric; an exact duplicate of one that the server has changes nothing.</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="metric">The point.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task LogMetricAsync(string runId, MlflowMetric metric, CancellationToken cancellation = default)
    {
        MlflowRules.CheckMetric(metric);
        return _connection.SendAsync(
            HttpMethod.Post, Api + "log-metric",
            new LogMetricRequest(runId, metric.Key, metric.Value, metric.Timestamp, metric.Step, metric.ModelId, metric.DatasetName,
                metric.DatasetDigest), cancellation);
    }

    /// <summary>Logs one point of a metric, measured now.</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="key">The metric.</param>
    /// <param name="value">The value.</param>
    /// <param name="step">The step.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task LogMetricAsync(string runId, string key, double value, long step = 0, CancellationToken cancellation = default) =>
        LogMetricAsync(runId, new MlflowMetric(key, value, _connection.Clock.GetUtcNow(), step), cancellation);

    /// <summary>Logs a parameter; the same value again changes nothing, another is refused.</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="key">The parameter.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task LogParameterAsync(string runId, string key, string value, CancellationToken cancellation = default)
    {
        MlflowRules.CheckParameter(new MlflowParameter(key, value));
        return _connection.SendAsync(HttpMethod.Post, Api + "log-parameter", new LogParameterRequest(runId, key, value), cancellation);
    }

    /// <summary>
    /// Logs metrics, parameters and tags, in as few requests as the server's limits allow: parameters and tags go with the first.
    /// </summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="metrics">Points of metrics; exact duplicates of what the server has change nothing.</param>
    /// <param name="parameters">Parameters; the same value again changes nothing, another is refused.</param>
    /// <param name="tags">Tags; the last value of a name counts.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task LogBatchAsync(
        string runId, IReadOnlyList<MlflowMetric> metrics, IReadOnlyList<MlflowParameter> parameters, IReadOnlyList<MlflowTag> tags,
        CancellationToken cancellation = default)
    {
        // All of it before the first request, so that nothing is logged of what is refused here.
        foreach (var metric in metrics)
        {
            MlflowRules.CheckMetric(metric);
        }

        foreach (var parameter in parameters)
        {
            MlflowRules.CheckParameter(parameter);
        }

        await MlflowRules.CheckRunTagsAsync(tags, _connection.Version, cancellation).ConfigureAwait(false);
        foreach (var request in LogBatchLimits.Split(runId, metrics, parameters, tags))
        {
            await _connection.SendAsync(HttpMethod.Post, Api + "log-batch", request, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Sets a tag of a run.</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="name">The tag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task SetTagAsync(string runId, string name, string value, CancellationToken cancellation = default)
    {
        await MlflowRules.CheckRunTagsAsync([new MlflowTag(name, value)], _connection.Version, cancellation).ConfigureAwait(false);
        await _connection.SendAsync(HttpMethod.Post, Api + "set-tag", new SetTagRequest(runId, name, value), cancellation).ConfigureAwait(false);
    }

    /// <summary>Deletes a tag of a run; one that is not there is let pass.</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="name">The tag.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task DeleteTagAsync(string runId, string name, CancellationToken cancellation = default) =>
        _connection.DeleteTagAsync(HttpMethod.Post, Api + "delete-tag", new DeleteTagRequest(runId, name), cancellation);

    /// <summary>Logs what a run started from; the same again changes nothing.</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="datasets">Datasets.</param>
    /// <param name="models">Logged models (MLflow 3); null for none.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task LogInputsAsync(
        string runId, IReadOnlyList<MlflowDatasetInput> datasets, IReadOnlyList<MlflowModelInput>? models = null,
        CancellationToken cancellation = default)
    {
        foreach (var input in datasets)
        {
            DatasetRules.Check(input);
        }

        return models is null ? SendAsync() : _connection.Version.SinceAsync("Logged models", 3, SendAsync, cancellation);

        Task SendAsync() => _connection.SendAsync(HttpMethod.Post, Api + "log-inputs", new LogInputsRequest(runId, datasets, models), cancellation);
    }

    /// <summary>Logs which logged models a run made (MLflow 3).</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="models">The models, each with its step.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task LogOutputsAsync(string runId, IReadOnlyList<MlflowModelOutput> models, CancellationToken cancellation = default) =>
        _connection.Version.SinceAsync("Logged models", 3, () => _connection.SendAsync(
            HttpMethod.Post, Api + "outputs", new LogOutputsRequest(runId, models), cancellation), cancellation);

    private static void CheckName(string? name)
    {
        if (name is not null)
        {
            MlflowRules.CheckName(name, "run", MlflowRules.Key);
        }
    }
}
