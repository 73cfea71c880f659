namespace RlLab.Tracking;

/// <summary>The points of metrics: of one run or of many, all of them or a sample.</summary>
public sealed class MlflowMetrics
{
    /// <summary>How many runs, and points, a server takes into one answer about several runs.</summary>
    private const int MostRuns = 100;
    private const int MostPoints = 25_000;

    private readonly MlflowConnection _connection;

    internal MlflowMetrics(MlflowConnection connection) => _connection = connection;

    /// <summary>Reads all points of a metric, page by page, in the server's order.</summary>
    /// <param name="runId">The server's id of the run.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="pageSize">How many are fetched at once; MLflow gives nothing if it is not told.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public IAsyncEnumerable<MlflowMetric> GetHistoryAsync(
        string runId, string metric, int pageSize = MostPoints, CancellationToken cancellation = default) =>
        MlflowPages.ReadAsync(async (token, stop) =>
        {
            var path = MlflowPath.Of(
                MlflowPath.Api + "metrics/get-history", ("run_id", runId), ("metric_key", metric), ("max_results", pageSize), ("page_token", token));
            var answer = await _connection.GetAsync<MetricsAnswer>(path, stop).ConfigureAwait(false);
            return (answer.Metrics, answer.NextPageToken);
        }, cancellation);

    /// <summary>
    /// Reads all points of a metric of several runs, each with its run, in few requests. A server cuts long answers in silence; the runs of such an
    /// answer are read singly.
    /// </summary>
    /// <param name="runIds">The server's ids of the runs.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public IAsyncEnumerable<MlflowMetric> GetHistoriesAsync(
        IReadOnlyList<string> runIds, string metric, CancellationToken cancellation = default) =>
        ReadHistoriesAsync(runIds, metric, cancellation);

    /// <summary>Reads a sample of a metric of several runs, each point with its run: first, last and evenly between.</summary>
    /// <param name="runIds">The server's ids of the runs; asked for 100 at a time.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="points">About how many points of each run, at most 2,500.</param>
    /// <param name="startStep">The first step; null for the beginning. Given with <paramref name="endStep"/> or not at all.</param>
    /// <param name="endStep">The last step; null for the end.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<IReadOnlyList<MlflowMetric>> SampleAsync(
        IReadOnlyList<string> runIds, string metric, int points = 320, int? startStep = null, int? endStep = null,
        CancellationToken cancellation = default)
    {
        if (startStep is null != endStep is null || startStep > endStep)
        {
            throw MlflowException.Refuse($"A sample of the metric '{metric}' takes both its first and its last step, in this order, or neither.");
        }

        var found = new List<MlflowMetric>();
        foreach (var some in runIds.Chunk(MostRuns))
        {
            var path = MlflowPath.Of(
                MlflowPath.Ajax + "metrics/get-history-bulk-interval",
                [.. some.Select(run => ("run_ids", (object?)run)), ("metric_key", metric), ("start_step", startStep), ("end_step", endStep),
                    ("max_results", points)]);
            found.AddRange((await _connection.GetAsync<MetricsAnswer>(path, cancellation).ConfigureAwait(false)).Metrics);
        }

        return found;
    }

    private async IAsyncEnumerable<MlflowMetric> ReadHistoriesAsync(
        IReadOnlyList<string> runIds, string metric, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var some in runIds.Chunk(MostRuns))
        {
            var path = MlflowPath.Of(
                MlflowPath.Ajax + "metrics/get-history-bulk",
                [.. some.Select(run => ("run_id", (object?)run)), ("metric_key", metric), ("max_results", MostPoints)]);
            var answer = await _connection.GetAsync<MetricsAnswer>(path, cancellation).ConfigureAwait(false);
            if (answer.Metrics.Count < MostPoints)
            {
                foreach (var point in answer.Metrics)
                {
                    yield return point;
                }

                continue;
            }

            foreach (var run in some)
            {
                await foreach (var point in GetHistoryAsync(run, metric, cancellation: cancellation).ConfigureAwait(false))
                {
                    yield return point with { RunId = run };
                }
            }
        }
    }
}
