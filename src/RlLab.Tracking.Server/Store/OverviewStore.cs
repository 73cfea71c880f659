using Dapper;
using Microsoft.Data.Sqlite;

namespace RlLab.Tracking.Server.Store;

/// <summary>What the pages show beyond what the API tells.</summary>
internal static class OverviewStore
{
    /// <summary>The experiments that are not deleted, with their counts, the latest activity first.</summary>
    public static IReadOnlyList<ExperimentOverview> ReadExperiments(SqliteConnection connection) =>
        connection.Query<ExperimentOverview>(
            """
            SELECT e.id AS Id, e.name AS Name, e.creation_time AS Created,
                (SELECT count(*) FROM runs r WHERE r.experiment = e.id AND r.lifecycle_stage = 'active') AS Runs,
                (SELECT count(*) FROM runs r WHERE r.experiment = e.id AND r.lifecycle_stage = 'active' AND r.status = 'RUNNING') AS Running,
                (SELECT count(*) FROM runs r WHERE r.experiment = e.id AND r.lifecycle_stage = 'active' AND r.status = 'FAILED') AS Failed,
                (SELECT max(max(r.start_time, coalesce(r.end_time, 0), coalesce((SELECT max(s.timestamp) FROM series s WHERE s.run = r.id), 0)))
                    FROM runs r WHERE r.experiment = e.id AND r.lifecycle_stage = 'active') AS LastActivity
            FROM experiments e WHERE e.lifecycle_stage = 'active' ORDER BY coalesce(LastActivity, 0) DESC, e.id DESC
            """).AsList();

    /// <summary>A run's children, latest first.</summary>
    public static IReadOnlyList<long> ReadChildren(SqliteConnection connection, string runId, int limit) =>
        connection.Query<long>(
            """
            SELECT r.id FROM runs p JOIN runs r ON r.experiment = p.experiment JOIN tags t ON t.run = r.id AND t.key = @tag AND t.value = p.run_id
            WHERE p.run_id = @runId AND r.lifecycle_stage = 'active' AND r.id <> p.id ORDER BY r.start_time DESC, r.run_id LIMIT @limit
            """,
            new { runId, limit, tag = RunStore.ParentTag }).AsList();

    /// <summary>The points of one metric of one run by step, thinned out evenly to about as many as asked for, never without the last.</summary>
    public static IReadOnlyList<(long Step, double? Value, long Timestamp)> ReadCurve(
        SqliteConnection connection, string runId, string metric, int points) =>
        connection.Query<(long, double?, long)>(
            """
            WITH curve AS (
                SELECT p.step, CASE p.is_nan WHEN 0 THEN p.value END AS value, p.timestamp,
                    row_number() OVER (ORDER BY p.step, p.timestamp) - 1 AS place, count(*) OVER () AS total
                FROM runs r JOIN series s ON s.run = r.id JOIN points p ON p.series = s.id
                WHERE r.run_id = @runId AND s.key = @metric)
            SELECT step, value, timestamp FROM curve WHERE place % ((total + @points - 1) / @points) = 0 OR place = total - 1 ORDER BY place
            """,
            new { runId, metric, points }).AsList();
}

/// <summary>An experiment in the list of experiments.</summary>
/// <remarks>Not positional: Dapper could not match computed columns, whose type SQLite tells only by a value that is there.</remarks>
internal sealed record ExperimentOverview
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public long Created { get; init; }

    public long Runs { get; init; }

    public long Running { get; init; }

    public long Failed { get; init; }

    /// <summary>When a run last started, ended or logged a point, or null where there is none.</summary>
    public long? LastActivity { get; init; }
}
