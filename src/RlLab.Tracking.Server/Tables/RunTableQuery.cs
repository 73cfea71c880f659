using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Tables;

/// <summary>Which runs a table shows, and in what order.</summary>
internal sealed class RunTableQuery
{
    private readonly SearchSql _sql;
    private readonly string _scope;

    public RunTableQuery(IReadOnlyList<long> experiments, IReadOnlyList<Condition> conditions, IEnumerable<string> orderBy, string? view)
    {
        _sql = new SearchSql(SearchTarget.RunTable);
        _scope = $"r.experiment IN (SELECT value FROM json_each({_sql.Parameter(Store.RunStore.RowList(experiments))}))";
        foreach (var condition in conditions)
        {
            _sql.Add(condition);
        }

        foreach (var (field, ascending) in orderBy.Select(clause => FilterParser.ParseOrder(clause, SearchTarget.RunTable)))
        {
            _sql.AddOrder(field, ascending, byNumber: true);
        }

        _sql.AddOneOf("r.lifecycle_stage", view switch
        {
            null or "active" => (string[])[LifecycleStage.Active],
            "deleted" => [LifecycleStage.Deleted],
            "all" => [LifecycleStage.Active, LifecycleStage.Deleted],
            _ => throw MlflowError.Invalid($"'{view}' is no view. Give 'view' as 'active', 'deleted' or 'all'."),
        });
    }

    /// <summary>The runs that match, in order.</summary>
    /// <param name="since">Only those that were written to after this version.</param>
    public IReadOnlyList<FoundRun> Find(SqliteConnection connection, long? since = null) => connection.Query<FoundRun>(
        $"""
        SELECT r.id AS Row, r.run_id AS RunId FROM runs r {_sql.Joins}
        WHERE {_scope} AND {_sql.Where} AND r.version > {_sql.Parameter(since ?? -1)}
        ORDER BY {_sql.OrderBy("r.start_time DESC, r.run_id")}
        """,
        _sql.Parameters).AsList();

    /// <summary>How many runs match.</summary>
    public int Count(SqliteConnection connection) =>
        connection.ExecuteScalar<int>($"SELECT count(*) FROM runs r WHERE {_scope} AND {_sql.Where}", _sql.Parameters);

    /// <summary>The runs of the experiments that were written to after a version, whether they match or not.</summary>
    public IEnumerable<string> Changed(SqliteConnection connection, long since)
    {
        var after = _sql.Parameter(since);
        return connection.Query<string>($"SELECT r.run_id FROM runs r WHERE {_scope} AND r.version > {after}", _sql.Parameters);
    }
}

/// <summary>A run that a table shows.</summary>
internal sealed record FoundRun(long Row, string RunId);
