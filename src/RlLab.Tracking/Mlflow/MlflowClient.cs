using static System.FormattableString;

namespace RlLab.Tracking;

/// <summary>MLflow's REST interface, as far as RlLab uses it. Safe for use from several threads.</summary>
/// <remarks>Every method throws <see cref="MlflowException"/> on any failure, and repeats first what may be repeated
/// (<see cref="MlflowRetry"/>).</remarks>
public sealed class MlflowClient : IDisposable
{
    private const string Api = "api/2.0/mlflow/";

    private readonly MlflowConnection _connection;

    /// <summary>A client of one server.</summary>
    /// <param name="settings">Which server, as whom, and how.</param>
    /// <param name="clock">For waits between tries.</param>
    /// <param name="random">For the chance in those waits.</param>
    /// <param name="handler">What sends the requests instead of the network; its settings then are its own.</param>
    /// <exception cref="MlflowSettingsException">A certificate's file cannot be read.</exception>
    public MlflowClient(MlflowSettings settings, TimeProvider clock, RandomGenerator random, HttpMessageHandler? handler = null)
    {
        Settings = settings;
        _connection = new MlflowConnection(settings, clock, random, handler);
        Artifacts = new MlflowArtifacts(_connection);
    }

    /// <summary>Which server, as whom, and how.</summary>
    public MlflowSettings Settings { get; }

    /// <summary>The files of runs.</summary>
    public MlflowArtifacts Artifacts { get; }

    /// <summary>The server's version, such as <c>3.11.2</c>: also the way to ask whether it is there.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<string> GetVersionAsync(CancellationToken cancellation = default)
    {
        var version = (await _connection.GetTextAsync("version", cancellation).ConfigureAwait(false)).Trim();
        return version.Length is > 0 and < 40 && char.IsAsciiDigit(version[0])
            ? version
            : throw MlflowFailures.NotMlflow($"GET {new Uri(_connection.Base, "version")}", 200, version);
    }

    /// <summary>Finds an experiment, also a deleted one; null if there is none of this name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowExperiment?> FindExperimentAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            var answer = await _connection.GetAsync(
                $"{Api}experiments/get-by-name?experiment_name={Uri.EscapeDataString(name)}", MlflowJson.Default.ExperimentAnswer,
                cancellation).ConfigureAwait(false);
            return answer.Experiment;
        }
        catch (MlflowException error) when (error.Failure == MlflowFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads an experiment.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowExperiment> GetExperimentAsync(string experimentId, CancellationToken cancellation = default) =>
        (await _connection.GetAsync(
            $"{Api}experiments/get?experiment_id={Uri.EscapeDataString(experimentId)}", MlflowJson.Default.ExperimentAnswer,
            cancellation).ConfigureAwait(false)).Experiment;

    /// <summary>Creates an experiment; not repeated by itself, since the first try may have created it.</summary>
    /// <param name="name">Its name, at most 500 characters.</param>
    /// <param name="tags">Tags that it starts with; null for none.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Its id.</returns>
    public async Task<string> CreateExperimentAsync(
        string name, IReadOnlyList<MlflowTag>? tags = null, CancellationToken cancellation = default) =>
        (await _connection.PostAsync(
            Api + "experiments/create", new CreateExperimentRequest(name, tags), MlflowJson.Default.CreateExperimentRequest,
            MlflowJson.Default.CreateExperimentAnswer,
            cancellation, mayRepeat: false).ConfigureAwait(false)).ExperimentId;

    /// <summary>Sets a tag of an experiment.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="name">The tag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task SetExperimentTagAsync(string experimentId, string name, string value, CancellationToken cancellation = default) =>
        _connection.PostAsync(
            Api + "experiments/set-experiment-tag", new SetExperimentTagRequest(experimentId, name, value),
            MlflowJson.Default.SetExperimentTagRequest, MlflowJson.Default.EmptyAnswer, cancellation);

    /// <summary>Searches experiments, page by page.</summary>
    /// <param name="filter">A filter such as <c>name LIKE 'cart%'</c>; null for all.</param>
    /// <param name="orderBy">An order such as <c>name DESC</c>; null for the newest first.</param>
    /// <param name="viewType"><c>ACTIVE_ONLY</c> (default), <c>DELETED_ONLY</c> or <c>ALL</c>.</param>
    /// <param name="pageSize">How many are fetched at once.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public IAsyncEnumerable<MlflowExperiment> SearchExperimentsAsync(
        string? filter = null, string? orderBy = null, string? viewType = null, int pageSize = 1000,
        CancellationToken cancellation = default) =>
        PagesAsync(async token =>
        {
            var answer = await _connection.PostAsync(
                Api + "experiments/search", new SearchExperimentsRequest(pageSize, filter, orderBy is null ? null : [orderBy],
                    viewType, token),
                MlflowJson.Default.SearchExperimentsRequest, MlflowJson.Default.SearchExperimentsAnswer, cancellation)
                    .ConfigureAwait(false);
            return (answer.Experiments, answer.NextPageToken);
        });

    /// <summary>Creates a run; not repeated by itself, since the first try may have created it.</summary>
    /// <param name="experimentId">Its experiment.</param>
    /// <param name="startTime">When it started, in milliseconds since 1970.</param>
    /// <param name="name">Its name; null for one of the server's.</param>
    /// <param name="user">Whose it is; null for nobody's.</param>
    /// <param name="tags">Tags that it starts with; null for none.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowRun> CreateRunAsync(
        string experimentId, long startTime, string? name = null, string? user = null, IReadOnlyList<MlflowTag>? tags = null,
        CancellationToken cancellation = default) =>
        (await _connection.PostAsync(
            Api + "runs/create", new CreateRunRequest(experimentId, startTime, name, user, tags),
            MlflowJson.Default.CreateRunRequest, MlflowJson.Default.RunAnswer,
            cancellation, mayRepeat: false).ConfigureAwait(false)).Run;

    /// <summary>Reads a run, also a deleted one.</summary>
    /// <param name="runId">The server's id of it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowRun> GetRunAsync(string runId, CancellationToken cancellation = default) =>
        (await _connection.GetAsync($"{Api}runs/get?run_id={Uri.EscapeDataString(runId)}", MlflowJson.Default.RunAnswer,
            cancellation).ConfigureAwait(false)).Run;

    /// <summary>Sets how a run ended, or its name.</summary>
    /// <param name="runId">The server's id of it.</param>
    /// <param name="status"><c>RUNNING</c>, <c>FINISHED</c>, <c>FAILED</c> or <c>KILLED</c>; null to leave it.</param>
    /// <param name="endTime">When it ended, in milliseconds since 1970; null to leave it.</param>
    /// <param name="name">Its name; null to leave it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowRunInfo> UpdateRunAsync(
        string runId, string? status = null, long? endTime = null, string? name = null,
        CancellationToken cancellation = default) =>
        (await _connection.PostAsync(
            Api + "runs/update", new UpdateRunRequest(runId, status, endTime, name), MlflowJson.Default.UpdateRunRequest,
            MlflowJson.Default.UpdateRunAnswer,
            cancellation).ConfigureAwait(false)).RunInfo;

    /// <summary>Searches runs, page by page.</summary>
    /// <param name="experimentIds">The experiments to search in.</param>
    /// <param name="filter">A filter such as <c>params.hidden = '32'</c>; null for all.</param>
    /// <param name="orderBy">Orders such as <c>metrics.loss ASC</c>; null for the newest first.</param>
    /// <param name="viewType"><c>ACTIVE_ONLY</c> (default), <c>DELETED_ONLY</c> or <c>ALL</c>.</param>
    /// <param name="pageSize">How many are fetched at once, at most 50,000.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public IAsyncEnumerable<MlflowRun> SearchRunsAsync(
        IReadOnlyList<string> experimentIds, string? filter = null, IReadOnlyList<string>? orderBy = null,
        string? viewType = null, int pageSize = 1000,
        CancellationToken cancellation = default) =>
        PagesAsync(async token =>
        {
            var answer = await _connection.PostAsync(
                Api + "runs/search", new SearchRunsRequest(experimentIds, filter, orderBy, viewType, pageSize, token),
                MlflowJson.Default.SearchRunsRequest, MlflowJson.Default.SearchRunsAnswer, cancellation).ConfigureAwait(false);
            return (answer.Runs, answer.NextPageToken);
        });

    /// <summary>
    /// Logs metrics, parameters and tags, in as few requests as the server's limits allow: parameters and tags go with the first.
    /// </summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="metrics">Points of metrics; exact duplicates of what the server has change nothing.</param>
    /// <param name="parameters">Parameters; the same value again changes nothing, another is refused.</param>
    /// <param name="tags">Tags; the last value of a name counts.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task LogBatchAsync(
        string runId, IReadOnlyList<MlflowMetric> metrics, IReadOnlyList<MlflowParameter> parameters,
        IReadOnlyList<MlflowTag> tags,
        CancellationToken cancellation = default)
    {
        foreach (var request in LogBatchLimits.Split(runId, metrics, parameters, tags))
        {
            await _connection.PostAsync(
                Api + "runs/log-batch", request, MlflowJson.Default.LogBatchRequest, MlflowJson.Default.EmptyAnswer, cancellation)
                    .ConfigureAwait(false);
        }
    }

    /// <summary>Sets a tag of a run.</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="name">The tag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task SetTagAsync(string runId, string name, string value, CancellationToken cancellation = default) =>
        _connection.PostAsync(
            Api + "runs/set-tag", new SetTagRequest(runId, name, value), MlflowJson.Default.SetTagRequest,
            MlflowJson.Default.EmptyAnswer, cancellation);

    /// <summary>Deletes a tag of a run; one that is not there is let pass.</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="name">The tag.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task DeleteTagAsync(string runId, string name, CancellationToken cancellation = default)
    {
        try
        {
            await _connection.PostAsync(
                Api + "runs/delete-tag", new DeleteTagRequest(runId, name), MlflowJson.Default.DeleteTagRequest,
                MlflowJson.Default.EmptyAnswer, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException error) when (error.Failure == MlflowFailure.NotFound)
        {
            // A repeated request finds it deleted by the first.
        }
    }

    /// <summary>Reads all points of a metric, page by page, in the server's order.</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="pageSize">How many are fetched at once; MLflow gives nothing if it is not told.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public IAsyncEnumerable<MlflowMetric> GetMetricHistoryAsync(
        string runId, string metric, int pageSize = 25_000, CancellationToken cancellation = default) =>
        PagesAsync(async token =>
        {
            var (run, key) = (Uri.EscapeDataString(runId), Uri.EscapeDataString(metric));
            var path = Invariant($"{Api}metrics/get-history?run_id={run}&metric_key={key}&max_results={pageSize}");
            var answer = await _connection.GetAsync(
                token is null ? path : $"{path}&page_token={Uri.EscapeDataString(token)}", MlflowJson.Default.MetricHistoryAnswer,
                cancellation).ConfigureAwait(false);
            return (answer.Metrics, answer.NextPageToken);
        });

    /// <summary>Lets go of the connections.</summary>
    public void Dispose() => _connection.Dispose();

    internal static async IAsyncEnumerable<T> PagesAsync<T>(Func<string?, Task<(IReadOnlyList<T> Items, string? NextToken)>> page)
    {
        string? token = null;
        do
        {
            var (items, next) = await page(token).ConfigureAwait(false);
            foreach (var item in items)
            {
                yield return item;
            }

            // A token that does not move on would be followed for ever.
            token = next == token ? null : next;
        }
        while (!string.IsNullOrEmpty(token));
    }
}
