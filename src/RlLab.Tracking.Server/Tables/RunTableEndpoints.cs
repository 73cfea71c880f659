using Dapper;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Tables;

/// <summary><c>/api/rllab/runs</c>: a table of runs by pieces, and what changed in it since; <c>/api/rllab/columns</c>: what it can show.</summary>
internal static class RunTableEndpoints
{
    private const int DefaultLimit = 100;

    public static void MapRunTables(this IEndpointRouteBuilder routes, Database database)
    {
        routes.MapOwn("runs", arguments => Runs(database, arguments));
        routes.MapOwn("columns", arguments => Names(database, arguments));
    }

    private static object Runs(Database database, RequestArguments arguments)
    {
        var experiments = Experiments(arguments);
        var columns = new Columns(arguments.Texts("columns"));
        var offset = Bounded(arguments, "offset", 0, int.MaxValue) ?? 0;
        var limit = Bounded(arguments, "limit", 0, SearchLimits.MaximumPage) ?? DefaultLimit;
        var since = arguments.Whole("since");
        var groupBy = arguments.Text("group_by");
        return database.Read(connection =>
        {
            var conditions = TableFilter.Parse(arguments.Text("filter"), new FieldNames(connection, experiments));
            var query = new RunTableQuery(experiments, conditions, arguments.Texts("order_by"), arguments.Text("view"));
            return since is null
                ? Page(connection, query, columns, groupBy, offset, limit)
                : Changes(connection, query, columns, groupBy, since.Value);
        });
    }

    private static object Page(SqliteConnection connection, RunTableQuery query, Columns columns, string? groupBy, int offset, int limit)
    {
        var found = query.Find(connection);
        var groups = groupBy is null ? null : RunGroup.Read(connection, found, groupBy, columns);
        var inOrder = groups?.SelectMany(group => group.Runs) ?? found;
        return new
        {
            Version = RunStore.NewestVersion(connection),
            Total = found.Count,
            Rows = Rows(connection, [.. inOrder.Skip(offset).Take(limit)], columns),
            Groups = Told(groups),
        };
    }

    private static object Changes(SqliteConnection connection, RunTableQuery query, Columns columns, string? groupBy, long since)
    {
        var changed = query.Find(connection, since);
        return new
        {
            Version = RunStore.NewestVersion(connection),
            Total = query.Count(connection),
            Rows = Rows(connection, changed, columns),
            Groups = Told(groupBy is null ? null : RunGroup.Read(connection, query.Find(connection), groupBy, columns)),
            Gone = query.Changed(connection, since).Except(changed.Select(run => run.RunId)),
        };
    }

    private static object? Told(IReadOnlyList<RunGroup>? groups) =>
        groups?.Select(group => new { group.Key, Count = group.Runs.Count, group.Cells });

    private static IEnumerable<object> Rows(SqliteConnection connection, IReadOnlyList<FoundRun> runs, Columns columns)
    {
        long[] rows = [.. runs.Select(run => run.Row)];
        var cells = columns.Read(connection, rows);
        var parents = connection.Query<(long Run, string Parent)>(
                "SELECT run, value FROM tags WHERE run IN (SELECT value FROM json_each(@list)) AND key = @tag",
                new { list = RunStore.RowList(rows), tag = RunStore.ParentTag })
            .ToDictionary(tag => tag.Run, tag => tag.Parent);
        return [.. runs.Select(run => new { run.RunId, ParentId = parents.GetValueOrDefault(run.Row), Cells = cells[run.Row] })];
    }

    private static object Names(Database database, RequestArguments arguments)
    {
        var experiments = Experiments(arguments);
        return database.Read(connection =>
        {
            var names = new FieldNames(connection, experiments);
            return new
            {
                Attributes = SearchTarget.RunTable.Attributes.Keys.Where(name => !name.Contains(' ') && name is not ("created" or "Created")),
                Params = names.CountedParameters(),
                Metrics = names.Names("series"),
                Tags = names.Names("tags"),
            };
        });
    }

    private static IReadOnlyList<long> Experiments(RequestArguments arguments) =>
        [.. arguments.Texts("experiment_ids").Select(ExperimentStore.ParseId)];

    private static int? Bounded(RequestArguments arguments, string name, int least, int most) => arguments.Whole(name) switch
    {
        null => null,
        { } value when value >= least && value <= most => (int)value,
        { } value => throw MlflowError.Invalid($"'{arguments.PathOf(name)}' must be between {least} and {most}, got {value}."),
    };
}
