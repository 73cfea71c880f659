using System.Text.Json;
using Dapper;
using RlLab.Tracking.Server.Http;

namespace RlLab.Tracking.Server.Search;

/// <summary>Writes conditions and orders as SQL; every value of the user's is a parameter, never a part of the text.</summary>
internal sealed class SearchSql(SearchTarget target, DynamicParameters? parameters = null)
{
    /// <summary>The operator of a condition that a text has another in it, capitals or not.</summary>
    public const string Contains = "CONTAINS";

    private readonly List<string> _joins = [];
    private readonly List<string> _conditions = [];
    private readonly List<string> _orders = [];

    /// <summary>A search by a filter and orders as a user writes them.</summary>
    public static SearchSql Create(SearchTarget target, string? filter, IEnumerable<string> orderBy)
    {
        var sql = new SearchSql(target);
        var conditions = FilterParser.Parse(filter, target);
        foreach (var condition in target.HidesPrompts ? PromptFilter.Apply(conditions) : conditions)
        {
            sql.Add(condition);
        }

        foreach (var (field, ascending) in orderBy.Select(clause => FilterParser.ParseOrder(clause, target)))
        {
            sql.AddOrder(field, ascending);
        }

        return sql;
    }

    public DynamicParameters Parameters { get; } = parameters ?? new();

    public string Joins => string.Join('\n', _joins);

    public string Where => _conditions.Count == 0 ? "TRUE" : string.Join("\nAND ", _conditions);

    /// <summary>The orders asked for, then those by which everything has a place of its own.</summary>
    public string OrderBy(string last) => string.Join(", ", [.. _orders, last]);

    /// <summary>SQL that a metric must meet besides, of which the row is <c>x</c>; nothing by default.</summary>
    public string MetricScope { get; init; } = "";

    /// <summary>Whether the user asked for an order.</summary>
    public bool IsOrdered => _orders.Count > 0;

    public string Parameter(object? value) => Add(Parameters, value);

    /// <summary>Adds a value, and tells the name by which SQL speaks of it.</summary>
    public static string Add(DynamicParameters parameters, object? value)
    {
        var name = $"@p{parameters.ParameterNames.Count()}";
        parameters.Add(name, value);
        return name;
    }

    public void AddCondition(string sql) => _conditions.Add(sql);

    /// <summary>Demands that a column has one of the values.</summary>
    public void AddOneOf(string column, object values) =>
        AddCondition($"{column} IN (SELECT value FROM json_each({Parameter(JsonSerializer.Serialize(values))}))");

    public void Add(Condition condition) => AddCondition(condition.Field switch
    {
        { Kind: FieldKind.Attribute, Key: var key } when target.Attributes[key] is { Rows: { } rows } column =>
            $"EXISTS (SELECT 1 FROM {rows} AND {Compare(column.Sql, condition)})",
        { Kind: FieldKind.Attribute, Key: var key } => Compare(target.Attributes[key].Sql, condition),
        { Kind: FieldKind.Dataset, Key: "context" } => $"""
            EXISTS (SELECT 1 FROM run_datasets l JOIN run_dataset_tags t ON t.run_dataset = l.id
                WHERE l.run = {target.Row} AND t.key = 'mlflow.data.context' AND {Compare("t.value", condition)})
            """,
        { Kind: FieldKind.Dataset, Key: var key } => $"""
            EXISTS (SELECT 1 FROM run_datasets l JOIN datasets d ON d.id = l.dataset
                WHERE l.run = {target.Row} AND {Compare($"d.{key}", condition)})
            """,
        { Kind: var kind, Key: var key } => ComparePair(kind, key, condition),
    });

    /// <param name="byNumber">Whether texts that are numbers are ordered as numbers, before those that are none.</param>
    public void AddOrder(Field field, bool ascending, bool byNumber = false)
    {
        var direction = ascending ? "ASC" : "DESC";
        if (field.Kind is FieldKind.Attribute)
        {
            var column = target.Attributes[field.Key] is { Rows: { } rows, Sql: var sql }
                ? $"(SELECT min({sql}) FROM {rows})"
                : target.Attributes[field.Key].Sql;
            _orders.Add($"{column} IS NULL, {column} {direction}");
            return;
        }

        // What lacks the field comes last in either direction, and NaN just before it.
        var (table, owner) = target.Tables[field.Kind];
        var alias = $"o{_joins.Count}";
        _joins.Add($"LEFT JOIN {table} {alias} ON {alias}.{owner} = {target.Row} AND {alias}.key = {Parameter(field.Key)}");
        var rank = field.Kind == FieldKind.Metric ? $"coalesce({alias}.is_nan, 2)" : $"{alias}.value IS NULL";
        if (byNumber && field.Kind != FieldKind.Metric)
        {
            var number = $"{SearchFunctions.Number}({alias}.value)";
            _orders.Add($"{rank}, {number} IS NULL, {number} {direction}");
        }

        _orders.Add($"{rank}, {alias}.value {direction}");
    }

    /// <summary>Adds an order by something computed; what has none comes last in either direction.</summary>
    public void AddOrder(string sql, bool ascending) => _orders.Add($"{sql} IS NULL, {sql} {(ascending ? "ASC" : "DESC")}");

    private string ComparePair(FieldKind kind, string key, Condition condition)
    {
        var (table, owner) = target.Tables[kind];
        var column = condition.Value is double && kind != FieldKind.Metric ? $"{SearchFunctions.Number}(x.value)" : "x.value";
        var match = condition.Value is null ? "" : $" AND {Compare(column, condition)}";
        var number = kind == FieldKind.Metric ? $" AND x.is_nan = 0{MetricScope}" : "";
        var negation = condition.Operator is "IS NULL" or PromptFilter.Lacks ? "NOT " : "";
        return $"{negation}EXISTS (SELECT 1 FROM {table} x WHERE x.{owner} = {target.Row} AND x.key = {Parameter(key)}{number}{match})";
    }

    private string Compare(string column, Condition condition) => condition.Operator switch
    {
        // SQLite's LIKE does not tell capitals apart, its GLOB does.
        "LIKE" => $"{column} GLOB {Parameter(ToGlob((string)condition.Value!))}",
        "ILIKE" => $"{column} LIKE {Parameter(condition.Value)}",
        PromptFilter.Lacks => $"{column} = {Parameter(condition.Value)}",
        Contains => $"instr(lower({column}), lower({Parameter(condition.Value)})) > 0",
        "IN" or "NOT IN" =>
            $"{column} {condition.Operator} (SELECT value FROM json_each({Parameter(JsonSerializer.Serialize(condition.Value))}))",
        _ => $"{column} {condition.Operator} {Parameter(condition.Value)}",
    };

    private static string ToGlob(string like) => string.Concat(like.Select(character => character switch
    {
        '%' => "*",
        '_' => "?",
        '*' or '?' or '[' => $"[{character}]",
        _ => character.ToString(),
    }));
}
