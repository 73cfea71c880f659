using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Search;

/// <summary>A search for runs, latest first unless it says otherwise.</summary>
internal sealed class RunQuery
{
    private readonly SearchSql _sql;

    public RunQuery(IEnumerable<long> experiments, string? filter, IEnumerable<string> orderBy, string? view)
    {
        _sql = SearchSql.Create(SearchTarget.Runs, filter, orderBy);
        _sql.AddOneOf("r.experiment", experiments);
        _sql.AddOneOf("r.lifecycle_stage", LifecycleStage.InView(view));
    }

    /// <summary>The rows of the runs found.</summary>
    public IReadOnlyList<long> Run(SqliteConnection connection, int offset, long limit) =>
        connection.Query<long>(
            $"""
            SELECT r.id FROM runs r {_sql.Joins}
            WHERE {_sql.Where}
            ORDER BY {_sql.OrderBy("r.start_time DESC, r.run_id")}
            LIMIT {limit} OFFSET {offset}
            """,
            _sql.Parameters).AsList();
}
