using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Store;

/// <summary>The points of metrics, in the order of their times.</summary>
internal static class MetricStore
{
    private const string Columns = "s.key AS Key, p.value AS Value, p.is_nan AS IsNaN, p.timestamp AS Timestamp, p.step AS Step";

    /// <summary>The points of one metric of one run.</summary>
    /// <param name="limit">How many at most; -1 for all.</param>
    public static IReadOnlyList<MetricPoint> Read(SqliteConnection connection, string runId, string key, int offset, long limit)
    {
        var (run, _) = RunStore.GetRow(connection, runId);
        return [.. connection.Query<Row>(
            $"""
            SELECT {Columns} FROM series s JOIN points p ON p.series = s.id WHERE s.run = @run AND s.key = @key
            ORDER BY p.timestamp, p.step, p.value LIMIT @limit OFFSET @offset
            """,
            new { run, key, limit, offset }).Select(row => row.ToPoint())];
    }

    /// <summary>Points of one metric of one run, thinned out evenly over its steps but never without the last.</summary>
    public static IReadOnlyList<MetricPoint> Sample(SqliteConnection connection, string runId, string key, IReadOnlySet<long> steps) =>
        [.. Read(connection, runId, key, 0, -1).Where(point => steps.Contains(point.Step))];

    /// <summary>All the steps at which any of the runs has a point of a metric, in order.</summary>
    public static IReadOnlyList<long> Steps(SqliteConnection connection, IReadOnlyList<string> runIds, string key, long first, long last) =>
        connection.Query<long>(
            """
            SELECT DISTINCT p.step FROM runs r JOIN series s ON s.run = r.id JOIN points p ON p.series = s.id
            WHERE r.run_id IN @runIds AND s.key = @key AND p.step BETWEEN @first AND @last ORDER BY p.step
            """,
            new { runIds, key, first, last }).AsList();

    private sealed record Row(string Key, double Value, long IsNaN, long Timestamp, long Step)
    {
        public MetricPoint ToPoint() => new(Key, IsNaN == 0 ? Value : double.NaN, Timestamp, Step);
    }
}
