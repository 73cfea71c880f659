using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Store;

/// <summary>The points of metrics, in the order of their times.</summary>
internal static class MetricStore
{
    private const string Select = """
        SELECT s.key AS Key, p.value AS Value, p.is_nan AS IsNaN, p.timestamp AS Timestamp, p.step AS Step
        FROM runs r JOIN series s ON s.run = r.id JOIN points p ON p.series = s.id
        WHERE r.run_id = @runId AND s.key = @key
        """;

    private const string InTime = "ORDER BY p.timestamp, p.step, p.value", InSteps = "ORDER BY p.step, p.timestamp, p.value";

    /// <summary>The points of one metric of one run; none where there is no such run or metric.</summary>
    /// <param name="limit">How many at most; -1 for all.</param>
    public static IReadOnlyList<MetricPoint> Read(SqliteConnection connection, string runId, string key, int offset, long limit) =>
        Read(connection, $"{Select} {InTime} LIMIT @limit OFFSET @offset", new { runId, key, limit, offset });

    /// <summary>The points of one metric of one run at some steps, by step.</summary>
    /// <param name="steps">The steps, as a JSON list.</param>
    public static IReadOnlyList<MetricPoint> ReadAt(SqliteConnection connection, string runId, string key, string steps) =>
        Read(connection, $"{Select} AND p.step IN (SELECT value FROM json_each(@steps)) {InSteps}", new { runId, key, steps });

    /// <summary>The first and the last step of a metric in each of the runs.</summary>
    public static IEnumerable<long> Ends(SqliteConnection connection, IReadOnlyList<string> runIds, string key) =>
        connection.Query<(long First, long Last)>(
            """
            SELECT min(p.step), max(p.step) FROM runs r JOIN series s ON s.run = r.id JOIN points p ON p.series = s.id
            WHERE r.run_id IN (SELECT value FROM json_each(@list)) AND s.key = @key GROUP BY s.id
            """,
            new { list = JsonSerializer.Serialize(runIds), key }).SelectMany(ends => (long[])[ends.First, ends.Last]);

    /// <summary>All the steps at which any of the runs has a point of a metric, in order.</summary>
    public static IReadOnlyList<long> Steps(SqliteConnection connection, IReadOnlyList<string> runIds, string key, long first, long last) =>
        connection.Query<long>(
            """
            SELECT DISTINCT p.step FROM runs r JOIN series s ON s.run = r.id JOIN points p ON p.series = s.id
            WHERE r.run_id IN (SELECT value FROM json_each(@list)) AND s.key = @key AND p.step BETWEEN @first AND @last ORDER BY p.step
            """,
            new { list = JsonSerializer.Serialize(runIds), key, first, last }).AsList();

    private static IReadOnlyList<MetricPoint> Read(SqliteConnection connection, string sql, object parameters) =>
        [.. connection.Query<Row>(sql, parameters).Select(row => row.ToPoint())];

    private sealed record Row(string Key, double Value, long IsNaN, long Timestamp, long Step)
    {
        public MetricPoint ToPoint() => new(Key, IsNaN == 0 ? Value : double.NaN, Timestamp, Step);
    }
}
