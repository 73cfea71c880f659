using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Search;

/// <summary>A search for experiments, newest first unless it says otherwise.</summary>
internal sealed class ExperimentQuery
{
    private readonly SearchSql _sql;

    public ExperimentQuery(string? filter, IEnumerable<string> orderBy, string? view)
    {
        _sql = SearchSql.Create(SearchTarget.Experiments, filter, orderBy);
        _sql.AddOneOf("e.lifecycle_stage", LifecycleStage.InView(view));
    }

    public IReadOnlyList<Experiment> Run(SqliteConnection connection, int offset, long limit) =>
        ExperimentStore.WithTags(connection, connection.Query<Experiment>(
            $"""
            SELECT {ExperimentStore.Columns} FROM experiments e {_sql.Joins}
            WHERE {_sql.Where}
            ORDER BY {_sql.OrderBy("e.creation_time DESC, e.id DESC")}
            LIMIT {limit} OFFSET {offset}
            """,
            _sql.Parameters));
}
