using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary><c>runs/</c>, apart from what logs to a run.</summary>
internal static class RunEndpoints
{
    private static readonly string[] Statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

    public static void MapRuns(this IEndpointRouteBuilder routes, Database database)
    {
        routes.MapPost("runs/create", arguments => Create(database, arguments));

        routes.MapGet("runs/get", arguments => Get(database, arguments));

        routes.MapPost("runs/update", arguments =>
        {
            var id = RunId(arguments);
            var status = arguments.Text("status");
            var name = arguments.Text("run_name", Names.MaximumRun);
            var info = database.Write(writer => RunStore.Update(
                writer, id, Statuses.Contains(status) ? status : null, arguments.Whole("end_time"), name));
            return new { RunInfo = info };
        });

        routes.MapPost("runs/delete", arguments => Move(arguments, LifecycleStage.Deleted));
        routes.MapPost("runs/restore", arguments => Move(arguments, LifecycleStage.Active));
        routes.MapPost("runs/search", arguments => Search(database, arguments));

        object Move(RequestArguments arguments, string stage)
        {
            var id = RunId(arguments);
            database.Write(writer => RunStore.Move(writer, id, stage));
            return JsonReplies.Empty;
        }
    }

    /// <summary>The run of a request, by its new or its old name.</summary>
    public static string RunId(RequestArguments arguments) =>
        arguments.Text("run_id") ?? arguments.Text("run_uuid") ?? throw MlflowError.Missing("run_id");

    public static object Get(Database database, RequestArguments arguments)
    {
        var id = RunId(arguments);
        return new { Run = database.Read(connection => RunStore.Get(connection, id)) };
    }

    private static object Create(Database database, RequestArguments arguments)
    {
        var experiment = arguments.RequiredText("experiment_id");
        var tags = LogArguments.Tags(arguments).ToList();
        var name = arguments.Text("run_name", Names.MaximumRun) ?? "";
        var user = arguments.Text("user_id", Names.MaximumUser) ?? "";
        var tagged = tags.FirstOrDefault(tag => tag.Key == RunStore.NameTag)?.Value;
        if (name.Length > 0 && tagged is not null && tagged != name)
        {
            throw MlflowError.Invalid(
                "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values "
                + $"(run_name='{name}', mlflow.runName='{tagged}').");
        }

        if (tagged is null)
        {
            tagged = name.Length > 0 ? name : RunNames.Make(Guid.NewGuid());
            tags.Add(new KeyValue(RunStore.NameTag, tagged));
        }

        var run = database.Write(writer => RunStore.Create(
            writer, experiment, tagged, user, arguments.Whole("start_time") ?? 0, tags));
        return new { Run = run };
    }

    public static object Search(Database database, RequestArguments arguments)
    {
        var size = arguments.Whole("max_results") ?? SearchLimits.DefaultPage;
        if (size is < 1 or > SearchLimits.MaximumPage)
        {
            throw MlflowError.InvalidValue(
                $"{size}", "max_results", " Hint: Value was of type 'int'. See the API docs for more information about request parameters.");
        }

        var offset = PageToken.Read(arguments.Text("page_token"));
        var query = new RunQuery(
            arguments.Texts("experiment_ids").Select(ExperimentStore.ParseId),
            arguments.Text("filter"),
            arguments.Texts("order_by"),
            arguments.Text("run_view_type"));
        return database.Read(connection =>
        {
            var (rows, next) = PageToken.Cut(query.Run(connection, offset, size + 1), offset, (int)size);
            return new { Runs = RunStore.Read(connection, rows).OrNull(), NextPageToken = next };
        });
    }
}
