using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Points;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Rankings;

/// <summary><c>/api/rllab/rankings</c> and <c>/api/rllab/importance</c>: which setting is best, and which parameters decide it.</summary>
internal static class RankingEndpoints
{
    private const int MaximumRuns = 50_000;

    public static void MapRankings(this IEndpointRouteBuilder routes, Database database)
    {
        routes.MapOwn("rankings", arguments => Rank(database, arguments));
        routes.MapOwn("importance", arguments => Importance(database, arguments));
    }

    private static object Rank(Database database, RequestArguments arguments)
    {
        var groups = arguments.Objects("groups").Select(group => (Name: group.RequiredText("name"), Runs: group.Texts("run_ids"))).ToList();
        CheckCount(arguments, "groups", groups.Sum(group => group.Runs.Count));
        var metric = arguments.RequiredText("metric");
        var maximize = IsMaximized(arguments);
        return database.Read(connection =>
        {
            var values = LastValues(connection, groups.SelectMany(group => group.Runs), metric);
            return Ranking.Of(
                [.. groups.Select(group => new RankedGroup(
                    group.Name, [.. group.Runs.Distinct().Select(run => values.GetValueOrDefault(run, double.NaN))]))],
                maximize);
        });
    }

    private static object Importance(Database database, RequestArguments arguments)
    {
        var runs = arguments.Texts("run_ids");
        CheckCount(arguments, "run_ids", runs.Count);
        var metric = arguments.RequiredText("metric");
        var maximize = IsMaximized(arguments);
        return database.Read(connection =>
        {
            var values = LastValues(connection, runs, metric);
            var parameters = connection.Query<(string Run, string Key, string Value)>(
                    """
                    SELECT r.run_id, p.key, p.value FROM runs r JOIN params p ON p.run = r.id
                    WHERE r.run_id IN (SELECT value FROM json_each(@list)) ORDER BY p.rowid
                    """,
                    new { list = JsonSerializer.Serialize(runs) })
                .ToLookup(row => row.Run, row => new KeyValuePair<string, string>(row.Key, row.Value));
            return new
            {
                Parameters = Importances.Of(
                    [.. runs.Distinct().Where(values.ContainsKey).Select(run => (parameters[run].ToDictionary(), values[run]))], maximize),
            };
        });
    }

    /// <summary>What a metric came to in each run that has it.</summary>
    private static Dictionary<string, double> LastValues(SqliteConnection connection, IEnumerable<string> runs, string metric) =>
        connection.Query<(string Run, double? Value)>(
                """
                SELECT r.run_id, CASE s.is_nan WHEN 0 THEN s.value END FROM runs r JOIN series s ON s.run = r.id
                WHERE r.run_id IN (SELECT value FROM json_each(@list)) AND s.key = @metric
                """,
                new { list = JsonSerializer.Serialize(runs), metric })
            .ToDictionary(row => row.Run, row => PointValue.Told(row.Value));

    private static bool IsMaximized(RequestArguments arguments) => arguments.Text("direction") switch
    {
        null or "maximize" => true,
        "minimize" => false,
        { } other => throw MlflowError.Invalid($"'{other}' is no direction. Give '{arguments.PathOf("direction")}' as 'maximize' or 'minimize'."),
    };

    private static void CheckCount(RequestArguments arguments, string field, int count)
    {
        if (count is 0 or > MaximumRuns)
        {
            throw MlflowError.Invalid($"'{arguments.PathOf(field)}' must name 1 to {MaximumRuns} runs, and names {count}.");
        }
    }
}
