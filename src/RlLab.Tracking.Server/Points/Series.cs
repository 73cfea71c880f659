using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace RlLab.Tracking.Server.Points;

/// <summary>A metric of a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Id">Its row in the database.</param>
/// <param name="Points">How many points it has.</param>
/// <param name="Origin">What its times are relative to: the start of the run, or its first point where that is earlier or there is no start.</param>
internal sealed record Series(string RunId, long Id, long Points, long Origin)
{
    /// <summary>What an axis starts from, in the terms of the points.</summary>
    public long OriginOf(CurveAxis axis) => axis == CurveAxis.Relative ? Origin : 0;

    /// <summary>The series of one metric of some runs, in the order of the runs; runs that have none are left out.</summary>
    /// <param name="since">Only those that grew after this version; 0 for all.</param>
    public static IReadOnlyList<Series> Find(SqliteConnection connection, IReadOnlyList<string> runIds, string metric, long since = 0)
    {
        var found = connection.Query<(string RunId, long Id, long Points, long Start, long First)>(
                """
                SELECT r.run_id, s.id, s.points, r.start_time, (SELECT p.timestamp FROM points p WHERE p.series = s.id ORDER BY p.timestamp LIMIT 1)
                FROM runs r JOIN series s ON s.run = r.id
                WHERE r.run_id IN (SELECT value FROM json_each(@list)) AND s.key = @metric AND s.points > 0 AND s.version > @since
                """,
                new { list = JsonSerializer.Serialize(runIds), metric, since })
            .ToDictionary(row => row.RunId,
                row => new Series(row.RunId, row.Id, row.Points, row.Start > 0 ? Math.Min(row.Start, row.First) : row.First));
        return [.. runIds.Distinct().Where(found.ContainsKey).Select(run => found[run])];
    }
}
