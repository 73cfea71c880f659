using Dapper;
using Microsoft.Data.Sqlite;

namespace RlLab.Tracking.Server.Search;

/// <summary>A search for logged models, newest first unless it says otherwise.</summary>
internal sealed class LoggedModelQuery
{
    private readonly SearchSql _sql;

    /// <param name="datasets">The datasets whose metrics count; none for all. Models without a metric on any of them are not found.</param>
    public LoggedModelQuery(
        IEnumerable<long> experiments, string? filter, IReadOnlyList<DatasetScope> datasets, IEnumerable<ModelOrder> orders)
    {
        var parameters = new DynamicParameters();
        var scope = datasets.Count == 0 ? "" : $" AND ({string.Join(" OR ", datasets.Select(dataset => Scope(parameters, "x", dataset)))})";
        _sql = new SearchSql(SearchTarget.LoggedModels, parameters) { MetricScope = scope };
        var conditions = FilterParser.Parse(filter, SearchTarget.LoggedModels);
        foreach (var condition in conditions)
        {
            _sql.Add(condition);
        }

        if (datasets.Count > 0 && conditions.All(condition => condition.Field.Kind != FieldKind.Metric))
        {
            _sql.AddCondition($"EXISTS (SELECT 1 FROM logged_model_metrics x WHERE x.model = g.id{scope})");
        }

        foreach (var order in orders)
        {
            AddOrder(order);
        }

        _sql.AddOneOf("g.experiment", experiments);
    }

    /// <summary>The rows of the models found.</summary>
    public IReadOnlyList<long> Run(SqliteConnection connection, int offset, long limit) =>
        connection.Query<long>(
            $"""
            SELECT g.id FROM logged_models g {_sql.Joins}
            WHERE {_sql.Where} ORDER BY {_sql.OrderBy("g.creation_time DESC, g.id DESC")} LIMIT {limit} OFFSET {offset}
            """,
            _sql.Parameters).AsList();

    private void AddOrder(ModelOrder order)
    {
        var (field, _) = FilterParser.ParseOrder(order.FieldName, SearchTarget.LoggedModels);
        if (field.Kind != FieldKind.Metric)
        {
            _sql.AddOrder(field, order.Ascending);
            return;
        }

        // A model has many points of a metric: the latest counts.
        var scope = order.Dataset is null ? "" : $" AND {Scope(_sql.Parameters, "o", order.Dataset)}";
        _sql.AddOrder(
            $"""
            (SELECT CASE o.is_nan WHEN 0 THEN o.value END FROM logged_model_metrics o
                WHERE o.model = g.id AND o.key = {_sql.Parameter(field.Key)}{scope}
                ORDER BY o.timestamp DESC, o.step DESC LIMIT 1)
            """,
            order.Ascending);
    }

    private static string Scope(DynamicParameters parameters, string alias, DatasetScope dataset)
    {
        var name = SearchSql.Add(parameters, dataset.Name);
        return dataset.Digest is null
            ? $"{alias}.dataset_name = {name}"
            : $"({alias}.dataset_name = {name} AND {alias}.dataset_digest = {SearchSql.Add(parameters, dataset.Digest)})";
    }
}

/// <summary>A dataset, in any of its states where there is no digest.</summary>
internal sealed record DatasetScope(string Name, string? Digest);

/// <summary>An order of models, by a metric's points on one dataset where that is told.</summary>
internal sealed record ModelOrder(string FieldName, bool Ascending, DatasetScope? Dataset);
