using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Points;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Tables;

/// <summary>The columns of a table of runs, and what the runs have in them.</summary>
/// <param name="names">Columns as a request writes them: <c>params.X</c>, <c>metrics.Y</c>, <c>tags.Z</c>, <c>attributes.status</c>.</param>
internal sealed class Columns(IEnumerable<string> names)
{
    private readonly List<(string Name, Field Field)> _columns =
        [.. names.Distinct().Select(name => (name, FieldOf(name)))];

    /// <summary>Whether a column holds a metric.</summary>
    public bool IsMetric(string name) => _columns.Exists(column => column.Name == name && column.Field.Kind == FieldKind.Metric);

    /// <summary>The cells of each run by its row; a run has none in a column where it has no value.</summary>
    public Dictionary<long, Dictionary<string, object>> Read(SqliteConnection connection, IReadOnlyList<long> rows)
    {
        var cells = rows.ToDictionary(row => row, _ => new Dictionary<string, object>());
        var list = RunStore.RowList(rows);
        foreach (var (name, field) in _columns.Where(column => column.Field.Kind == FieldKind.Attribute))
        {
            var column = SearchTarget.RunTable.Attributes[field.Key].Sql;
            foreach (var (row, value) in connection.Query<(long, object?)>(
                $"SELECT r.id, {column} FROM runs r WHERE r.id IN (SELECT value FROM json_each(@list))", new { list }))
            {
                Set(row, name, value);
            }
        }

        foreach (var kind in (FieldKind[])[FieldKind.Parameter, FieldKind.Tag, FieldKind.Metric])
        {
            var asked = _columns.Where(column => column.Field.Kind == kind).ToLookup(column => column.Field.Key, column => column.Name);
            if (asked.Count == 0)
            {
                continue;
            }

            var (table, owner) = SearchTarget.RunTable.Tables[kind];
            var value = kind == FieldKind.Metric ? "CASE is_nan WHEN 0 THEN value END" : "value";
            foreach (var (row, key, cell) in connection.Query<(long, string, object?)>(
                $"""
                SELECT {owner}, key, {value} FROM {table}
                WHERE {owner} IN (SELECT value FROM json_each(@list)) AND key IN (SELECT value FROM json_each(@keys))
                """,
                new { list, keys = JsonSerializer.Serialize(asked.Select(group => group.Key)) }))
            {
                foreach (var name in asked[key])
                {
                    Set(row, name, kind == FieldKind.Metric ? PointValue.Told((double?)cell) : cell);
                }
            }
        }

        return cells;

        void Set(long row, string name, object? value)
        {
            if (value is not null)
            {
                cells[row][name] = value;
            }
        }
    }

    private static Field FieldOf(string name) => FilterParser.ParseField(name, SearchTarget.RunTable) is { Kind: not FieldKind.Dataset } field
        ? field
        : throw MlflowError.Invalid($"'{name}' is no column: a run may have several datasets.");
}
