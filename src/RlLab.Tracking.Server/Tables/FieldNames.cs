using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Tables;

/// <summary>The names of what the runs of some experiments logged.</summary>
internal sealed class FieldNames(SqliteConnection connection, IReadOnlyList<long> experiments)
{
    private static readonly (FieldKind Kind, string Table)[] Tables =
        [(FieldKind.Parameter, "params"), (FieldKind.Metric, "series"), (FieldKind.Tag, "tags")];

    /// <summary>The parameter, else the metric, else the tag of a name; where there is none, that of the name in other capitals.</summary>
    /// <exception cref="MlflowError">There is none; the message has the nearest names.</exception>
    public Field Find(string name)
    {
        foreach (var (kind, table) in Tables)
        {
            if (IsThere(table, name))
            {
                return new Field(kind, name);
            }
        }

        foreach (var (kind, table) in Tables)
        {
            if (Names(table).FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                return new Field(kind, found);
            }
        }

        var near = Tables.Take(2).SelectMany(table => Names(table.Table)).Distinct()
            .Where(known => known.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(known, StringComparison.OrdinalIgnoreCase))
            .Take(3).ToList();
        throw MlflowError.Invalid(
            $"No run here has a parameter, metric or tag '{name}'" + (near.Count == 0 ? "" : $"; there is {string.Join(", ", near)}"));
    }

    private bool IsThere(string table, string name) => connection.ExecuteScalar<bool>(
        $"""
        SELECT EXISTS (SELECT 1 FROM runs r JOIN {table} x ON x.run = r.id
            WHERE r.experiment IN (SELECT value FROM json_each(@list)) AND x.key = @name)
        """,
        new { list = RunStore.RowList(experiments), name });

    /// <summary>All names of a table of keys and values, each once, in order.</summary>
    public IReadOnlyList<string> Names(string table) => connection.Query<string>(
        $"""
        SELECT DISTINCT x.key FROM runs r JOIN {table} x ON x.run = r.id
        WHERE r.experiment IN (SELECT value FROM json_each(@list)) ORDER BY x.key
        """,
        new { list = RunStore.RowList(experiments) }).AsList();

    /// <summary>All parameters, each with how many values the runs gave it.</summary>
    public IReadOnlyList<object> CountedParameters() => [.. connection.Query<(string Name, long Values)>(
        """
        SELECT x.key, count(DISTINCT x.value) FROM runs r JOIN params x ON x.run = r.id
        WHERE r.experiment IN (SELECT value FROM json_each(@list)) GROUP BY x.key ORDER BY x.key
        """,
        new { list = RunStore.RowList(experiments) }).Select(row => new { row.Name, row.Values })];
}
