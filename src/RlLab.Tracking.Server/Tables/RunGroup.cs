using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Statistics;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Tables;

/// <summary>Runs that share a value, such as the seeds of a setting.</summary>
/// <param name="Key">The value, null of runs that have none.</param>
/// <param name="Runs">The runs, in the order of the table.</param>
/// <param name="Cells">Of a metric the interquartile mean of the finite values, of all else the value that all runs share.</param>
internal sealed record RunGroup(string? Key, IReadOnlyList<FoundRun> Runs, Dictionary<string, object> Cells)
{
    /// <summary>What to group by so that runs that differ only in their seed come together.</summary>
    public const string Setting = "setting";

    private const string Seed = "seed";

    /// <summary>The groups of some runs, in the order of their first runs.</summary>
    /// <param name="column">The column to group by, or <see cref="Setting"/>.</param>
    public static IReadOnlyList<RunGroup> Read(SqliteConnection connection, IReadOnlyList<FoundRun> runs, string column, Columns columns)
    {
        long[] rows = [.. runs.Select(run => run.Row)];
        var keys = column == Setting
            ? SettingKeys(connection, rows)
            : new Columns([column]).Read(connection, rows)
                .Where(cells => cells.Value.Count > 0)
                .ToDictionary(cells => cells.Key, cells => Convert.ToString(cells.Value[column], System.Globalization.CultureInfo.InvariantCulture));
        var cells = columns.Read(connection, rows);
        return [.. runs.GroupBy(run => keys.GetValueOrDefault(run.Row)).Select(group =>
            new RunGroup(group.Key, [.. group], Together([.. group.Select(run => cells[run.Row])], columns)))];
    }

    private static Dictionary<string, object> Together(IReadOnlyList<Dictionary<string, object>> cells, Columns columns)
    {
        var together = new Dictionary<string, object>();
        foreach (var name in cells.SelectMany(row => row.Keys).Distinct())
        {
            var values = cells.Select(row => row.GetValueOrDefault(name)).ToList();
            if (columns.IsMetric(name))
            {
                double[] finite = [.. values.OfType<double>().Where(double.IsFinite)];
                together[name] = finite.Length == 0 ? double.NaN : InterquartileMean.Of(finite);
            }
            else if (values.Distinct().Count() == 1)
            {
                together[name] = values[0]!;
            }
        }

        return together;
    }

    /// <summary>Each run's parameters but the seed, those of them that differ among the runs, such as <c>gamma 0.99, hidden 32</c>.</summary>
    private static Dictionary<long, string?> SettingKeys(SqliteConnection connection, long[] rows)
    {
        var parameters = connection.Query<(long Run, string Key, string Value)>(
                "SELECT run, key, value FROM params WHERE run IN (SELECT value FROM json_each(@list)) AND key <> @Seed ORDER BY rowid",
                new { list = RunStore.RowList(rows), Seed })
            .ToList();
        var tried = parameters.Select(parameter => parameter.Run).Distinct().Count();
        var varying = parameters.GroupBy(parameter => parameter.Key)
            .Where(values => values.Count() < tried || values.Select(value => value.Value).Distinct().Count() > 1)
            .Select(values => values.Key)
            .ToHashSet();
        return parameters.GroupBy(parameter => parameter.Run).ToDictionary(
            run => run.Key,
            string? (run) => string.Join(", ", run.Where(pair => varying.Contains(pair.Key)).Select(pair => $"{pair.Key} {pair.Value}")));
    }
}
