using Dapper;
using Microsoft.Data.Sqlite;

namespace RlLab.Tracking.Server.Search;

/// <summary>A search for traces, latest first unless it says otherwise.</summary>
internal sealed class TraceQuery
{
    private readonly SearchSql _sql;

    public TraceQuery(IEnumerable<long> experiments, string? filter, IEnumerable<string> orderBy)
    {
        _sql = SearchSql.Create(SearchTarget.Traces, filter, orderBy);
        _sql.AddOneOf("t.experiment", experiments);
    }

    /// <summary>The rows of the traces found.</summary>
    public IReadOnlyList<long> Run(SqliteConnection connection, int offset, long limit) =>
        connection.Query<long>(
            $"""
            SELECT t.id FROM traces t {_sql.Joins}
            WHERE {_sql.Where} ORDER BY {_sql.OrderBy("t.request_time DESC, t.id DESC")} LIMIT {limit} OFFSET {offset}
            """,
            _sql.Parameters).AsList();
}
