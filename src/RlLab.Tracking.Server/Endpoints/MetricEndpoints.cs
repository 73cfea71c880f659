using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary><c>metrics/</c>: the points of one metric, of one run or of many.</summary>
internal static class MetricEndpoints
{
    private const int MaximumRuns = 100, MaximumSample = 2500, MaximumBulk = 25_000;

    public static void MapMetrics(this IEndpointRouteBuilder routes, Database database)
    {
        routes.MapGet("metrics/get-history", arguments => History(database, arguments));
        routes.MapGet("metrics/get-history-bulk", arguments => Bulk(database, arguments));
        routes.MapGet("metrics/get-history-bulk-interval", arguments => Sample(database, arguments));
    }

    private static object History(Database database, RequestArguments arguments)
    {
        var run = RunEndpoints.RunId(arguments);
        var key = arguments.RequiredText("metric_key");
        var offset = PageToken.Read(arguments.Text("page_token"));
        var size = arguments.Whole("max_results") ?? int.MaxValue;
        if (size is < 1 or > int.MaxValue)
        {
            throw MlflowError.Invalid(
                $"Invalid value {size} for parameter 'max_results' supplied. It must be a positive integer");
        }

        var points = database.Read(connection =>
        {
            RunStore.GetRow(connection, run);
            return MetricStore.Read(connection, run, key, offset, size + 1);
        });
        var (page, next) = PageToken.Cut(points, offset, (int)size);
        return new { Metrics = page.OrNull(), NextPageToken = next };
    }

    private static object Bulk(Database database, RequestArguments arguments)
    {
        var runs = arguments.Texts("run_id");
        if (runs.Count is 0 or > MaximumRuns)
        {
            throw MlflowError.Invalid(runs.Count == 0
                ? "GetMetricHistoryBulk request must specify at least one run_id."
                : $"GetMetricHistoryBulk request cannot specify more than {MaximumRuns} run_ids. Received {runs.Count} run_ids.");
        }

        var key = arguments.Text("metric_key") ?? throw MlflowError.Invalid("GetMetricHistoryBulk request must specify a metric_key.");
        var left = Math.Min(arguments.Whole("max_results") ?? MaximumBulk, MaximumBulk);
        if (left < 0)
        {
            // To the database a limit below 0 is none.
            throw MlflowError.Invalid($"Invalid value {left} for parameter 'max_results' supplied. It must not be negative");
        }

        return database.Read(connection =>
        {
            var metrics = new List<RunPoint>();
            foreach (var run in runs.Order(StringComparer.Ordinal))
            {
                metrics.AddRange(MetricStore.Read(connection, run, key, 0, left - metrics.Count).Select(point => new RunPoint(run, point)));
            }

            return new { Metrics = metrics };
        });
    }

    /// <summary>The points of runs at some of their steps, as many as asked for and the first and last of each run.</summary>
    public static object Sample(Database database, RequestArguments arguments)
    {
        var runs = arguments.Texts("run_ids");
        if (runs.Count is 0 or > MaximumRuns)
        {
            throw runs.Count == 0 ? MlflowError.Missing("run_ids") : MlflowError.Invalid(
                $"GetMetricHistoryBulkInterval request must specify at most {MaximumRuns} run_ids. Received {runs.Count} run_ids.");
        }

        var key = arguments.RequiredText("metric_key");
        var (first, last) = ReadInterval(arguments);
        var size = arguments.Whole("max_results") ?? MaximumSample;
        if (size is < 1 or > MaximumSample)
        {
            throw MlflowError.Invalid($"max_results must be between 1 and {MaximumSample}, got {size}.");
        }

        return database.Read(connection =>
        {
            foreach (var run in runs)
            {
                RunStore.GetRow(connection, run);
            }

            var chosen = Thin(MetricStore.Steps(connection, runs, key, first, last), (int)size);
            chosen.UnionWith(MetricStore.Ends(connection, runs, key).Where(step => step >= first && step <= last));
            var steps = JsonSerializer.Serialize(chosen);
            var metrics = runs.SelectMany(run => MetricStore.ReadAt(connection, run, key, steps).Select(point => new RunPoint(run, point)));
            return new { Metrics = metrics.ToList().OrNull() };
        });
    }

    private static (long First, long Last) ReadInterval(RequestArguments arguments)
    {
        var (first, last) = (arguments.Whole("start_step"), arguments.Whole("end_step"));
        return (first, last) switch
        {
            (null, null) => (long.MinValue, long.MaxValue),
            ({ } start, { } end) when start <= end => (start, end),
            (not null, not null) => throw MlflowError.Invalid(
                $"end_step must be greater than start_step. Found start_step={first} and end_step={last}."),
            _ => throw MlflowError.Invalid("If either start step or end step are specified, both must be specified."),
        };
    }

    /// <summary>As many steps as asked for, evenly spread, and the last one.</summary>
    private static HashSet<long> Thin(IReadOnlyList<long> steps, int size) => steps.Count <= size
        ? [.. steps]
        : [.. Enumerable.Range(0, size).Select(index => steps[(int)((long)index * steps.Count / size)]), steps[^1]];

    private sealed record RunPoint(string Key, double Value, long Timestamp, long Step, string RunId)
    {
        public RunPoint(string run, MetricPoint point)
            : this(point.Key, point.Value, point.Timestamp, point.Step, run)
        {
        }
    }
}
