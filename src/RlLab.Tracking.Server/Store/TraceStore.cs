using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Store;

/// <summary>Traces: what is known of each. Their spans are a file among the artifacts.</summary>
internal static class TraceStore
{
    /// <summary>The tag that tells clients where to put a trace's spans, and where to look for them.</summary>
    private const string LocationTag = "mlflow.artifactLocation";

    // A trace that was made during a run belongs to it.
    private const string RunMetadata = "mlflow.sourceRun";

    private const string Columns = """
        t.id AS Row, t.trace_id AS TraceId, t.experiment AS Experiment, t.request_time AS RequestTime, t.duration AS Duration, t.state AS State,
        t.client_request_id AS ClientRequestId, t.request_preview AS RequestPreview, t.response_preview AS ResponsePreview
        """;

    /// <summary>Adds a trace; one that is there already is told anew.</summary>
    public static Trace Start(DatabaseWriter writer, Trace trace)
    {
        var experiment = ExperimentStore.GetActive(writer.Connection, $"{trace.Experiment}");
        var row = writer.Connection.ExecuteScalar<long>(
            """
            INSERT INTO traces
                (trace_id, experiment, request_time, duration, state, client_request_id, request_preview, response_preview)
            VALUES (@TraceId, @Experiment, @RequestTime, @Duration, @State, @ClientRequestId, @RequestPreview, @ResponsePreview)
            ON CONFLICT (trace_id) DO UPDATE SET request_time = excluded.request_time, duration = excluded.duration, state = excluded.state,
                client_request_id = excluded.client_request_id, request_preview = excluded.request_preview,
                response_preview = excluded.response_preview
            RETURNING id
            """,
            trace);
        SetPairs(writer, row, trace);
        SetTag(writer, row, new KeyValue(LocationTag, Location(experiment, trace.TraceId)));
        return Get(writer.Connection, trace.TraceId);
    }

    /// <summary>Ends a trace, and adds to what is known of it.</summary>
    /// <param name="end">When, in milliseconds since 1970.</param>
    public static Trace End(
        DatabaseWriter writer, string traceId, long end, string state, IReadOnlyList<KeyValue> metadata, IReadOnlyList<KeyValue> tags)
    {
        var trace = Get(writer.Connection, traceId);
        writer.Connection.Execute(
            "UPDATE traces SET duration = @duration, state = @state WHERE id = @Row",
            new { trace.Row, duration = end - trace.RequestTime, state });
        SetPairs(writer, trace.Row, trace with { Metadata = metadata, Tags = tags });
        return Get(writer.Connection, traceId);
    }

    public static Trace Get(SqliteConnection connection, string traceId) => Read(connection, [GetRow(connection, traceId)]).Single();

    /// <summary>Where the spans of a trace are; what its tag says of that is not asked, because anybody may set it.</summary>
    public static string GetLocation(SqliteConnection connection, Trace trace) =>
        Location(ExperimentStore.Get(connection, $"{trace.Experiment}"), trace.TraceId);

    /// <summary>Traces in the order of their rows given.</summary>
    public static IReadOnlyList<Trace> Read(SqliteConnection connection, IReadOnlyList<long> rows)
    {
        var list = RunStore.RowList(rows);
        var traces = connection.Query<Trace>(
            $"SELECT {Columns} FROM traces t WHERE t.id IN (SELECT value FROM json_each(@list))",
            new { list }).ToDictionary(trace => trace.Row);
        var (metadata, tags) = (ReadPairs(connection, "trace_metadata", list), ReadPairs(connection, "trace_tags", list));
        return [.. rows.Select(row => traces[row] with { Metadata = [.. metadata[row]], Tags = [.. tags[row]] })];
    }

    public static void SetTag(DatabaseWriter writer, string traceId, KeyValue tag) =>
        SetTag(writer, GetRow(writer.Connection, traceId), tag);

    public static void DeleteTag(DatabaseWriter writer, string traceId, string key)
    {
        if (writer.Connection.Execute(
            "DELETE FROM trace_tags WHERE trace = @row AND key = @key",
            new { row = GetRow(writer.Connection, traceId), key }) == 0)
        {
            throw MlflowError.NotFound($"No trace tag with key '{key}' for trace with ID '{traceId}'");
        }
    }

    /// <summary>Tells that traces belong to a run; those that are not there are passed over.</summary>
    public static void Link(DatabaseWriter writer, IReadOnlyList<string> traceIds, string runId)
    {
        RunStore.GetRow(writer.Connection, runId);
        foreach (var traceId in traceIds)
        {
            writer.Connection.Execute(
                "INSERT OR IGNORE INTO trace_runs SELECT id, @runId FROM traces WHERE trace_id = @traceId",
                new { traceId, runId });
        }
    }

    /// <summary>Deletes the traces named, or the oldest ones.</summary>
    /// <param name="until">The latest start of those to delete, in milliseconds since 1970; null where they are named.</param>
    /// <param name="most">How many at most, the oldest first.</param>
    /// <returns>Where the spans of the deleted ones are.</returns>
    public static IReadOnlyList<string> Delete(
        DatabaseWriter writer, string experimentId, long? until, long? most, IReadOnlyList<string> traceIds)
    {
        var experiment = ExperimentStore.Get(writer.Connection, experimentId);
        var deleted = writer.Connection.Query<string>(
            """
            DELETE FROM traces WHERE id IN (
                SELECT id FROM traces
                WHERE experiment = @ExperimentId AND (request_time <= @until OR trace_id IN (SELECT value FROM json_each(@list)))
                ORDER BY request_time, id LIMIT @limit)
            RETURNING trace_id
            """,
            new { experiment.ExperimentId, until, list = JsonSerializer.Serialize(traceIds), limit = most ?? -1 });
        return [.. deleted.Select(traceId => Location(experiment, traceId))];
    }

    private static string Location(Experiment experiment, string traceId) =>
        ArtifactLocation.Append(experiment.ArtifactLocation, $"traces/{traceId}/artifacts");

    private static long GetRow(SqliteConnection connection, string traceId) =>
        connection.QuerySingleOrDefault<long?>("SELECT id FROM traces WHERE trace_id = @traceId", new { traceId })
        ?? throw MlflowError.NotFound($"Trace with ID '{traceId}' not found.");

    private static void SetPairs(DatabaseWriter writer, long row, Trace trace)
    {
        foreach (var pair in trace.Metadata)
        {
            writer.Connection.Execute(
                "INSERT INTO trace_metadata VALUES (@row, @Key, @Value) ON CONFLICT (trace, key) DO UPDATE SET value = excluded.value",
                new { row, pair.Key, pair.Value });
            if (pair.Key == RunMetadata)
            {
                writer.Connection.Execute("INSERT OR IGNORE INTO trace_runs VALUES (@row, @Value)", new { row, pair.Value });
            }
        }

        foreach (var tag in trace.Tags)
        {
            SetTag(writer, row, tag);
        }
    }

    private static void SetTag(DatabaseWriter writer, long row, KeyValue tag) => writer.Connection.Execute(
        "INSERT INTO trace_tags VALUES (@row, @Key, @Value) ON CONFLICT (trace, key) DO UPDATE SET value = excluded.value",
        new { row, tag.Key, tag.Value });

    private static ILookup<long, KeyValue> ReadPairs(SqliteConnection connection, string table, string list) =>
        connection.Query<(long Trace, string Key, string Value)>(
                $"SELECT trace, key, value FROM {table} WHERE trace IN (SELECT value FROM json_each(@list)) ORDER BY rowid",
                new { list })
            .ToLookup(row => row.Trace, row => new KeyValue(row.Key, row.Value));
}

/// <summary>A trace as it is kept; times are in milliseconds.</summary>
internal sealed record Trace
{
    public long Row { get; init; }

    public string TraceId { get; init; } = "";

    public long Experiment { get; init; }

    /// <summary>When it started, since 1970.</summary>
    public long RequestTime { get; init; }

    /// <summary>How long it took; null while it goes on.</summary>
    public long? Duration { get; init; }

    public string State { get; init; } = "";

    public string? ClientRequestId { get; init; }

    public string? RequestPreview { get; init; }

    public string? ResponsePreview { get; init; }

    public IReadOnlyList<KeyValue> Metadata { get; init; } = [];

    public IReadOnlyList<KeyValue> Tags { get; init; } = [];
}
