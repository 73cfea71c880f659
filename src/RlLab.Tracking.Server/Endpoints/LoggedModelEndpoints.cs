using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary><c>logged-models</c>, the models of MLflow 3.</summary>
internal static class LoggedModelEndpoints
{
    private const int DefaultPage = 100, MaximumPage = 50_000;

    private static readonly string[] Statuses = ["LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"];

    public static void MapLoggedModels(
        this IEndpointRouteBuilder routes, Database database, ArtifactFolder artifacts, TimeProvider clock)
    {
        routes.MapPost("logged-models", arguments =>
        {
            var experiment = arguments.RequiredText("experiment_id");
            var name = arguments.Text("name") is { Length: > 0 } given ? given : RunNames.Make(Guid.NewGuid());
            var (parameters, tags) = (LogArguments.Parameters(arguments), LogArguments.Tags(arguments));
            var model = database.Write(writer => LoggedModelStore.Create(
                writer, Now(), experiment, name, arguments.Text("model_type") ?? "", arguments.Text("source_run_id"), parameters, tags));
            return new { Model = model };
        });

        routes.MapGet("logged-models/{model_id}", arguments =>
            new { Model = database.Read(connection => LoggedModelStore.Get(connection, Id(arguments))) });

        routes.MapPatch("logged-models/{model_id}", arguments =>
        {
            var status = arguments.RequiredText("status");
            return Statuses.Contains(status)
                ? new { Model = database.Write(writer => LoggedModelStore.Finish(writer, Now(), Id(arguments), status)) }
                : throw MlflowError.Invalid(
                    $"Invalid model status: '{status}'. Valid statuses are {string.Join(", ", Statuses)}.");
        });

        routes.MapDelete("logged-models/{model_id}", arguments => Write(writer => LoggedModelStore.Delete(writer, Id(arguments))));

        routes.MapPatch("logged-models/{model_id}/tags", arguments =>
        {
            var tags = LogArguments.Tags(arguments);
            return new { Model = database.Write(writer => LoggedModelStore.SetTags(writer, Now(), Id(arguments), tags)) };
        });

        routes.MapDelete("logged-models/{model_id}/tags/{key}", arguments =>
            Write(writer => LoggedModelStore.DeleteTag(writer, Id(arguments), arguments.Route("key"))));

        routes.MapPost("logged-models/{model_id}/params", arguments =>
        {
            var parameters = LogArguments.Parameters(arguments);
            return Write(writer => LoggedModelStore.AddParameters(writer, Id(arguments), parameters));
        });

        routes.MapGet("logged-models/{model_id}/artifacts/directories", arguments =>
        {
            var uri = database.Read(connection => LoggedModelStore.Get(connection, Id(arguments))).Info.ArtifactUri;
            return new { RootUri = uri, Files = artifacts.List(uri, arguments.Text("artifact_directory_path")).OrNull() };
        });

        routes.MapPost("logged-models/search", arguments =>
        {
            var offset = PageToken.Read(arguments.Text("page_token"));
            var size = (int)Math.Clamp(arguments.Whole("max_results") ?? DefaultPage, 1, MaximumPage);
            var order = arguments.Objects("order_by").Select(field =>
                $"{field.RequiredText("field_name")} {(field.Flag("ascending") ? "ASC" : "DESC")}");
            var sql = SearchSql.Create(SearchTarget.LoggedModels, arguments.Text("filter"), order);
            sql.AddOneOf("g.experiment", arguments.Texts("experiment_ids").Select(ExperimentStore.ParseId));
            return database.Read(connection =>
            {
                var (rows, next) = PageToken.Cut(LoggedModelStore.Search(connection, sql, offset, size + 1), offset, size);
                return new { Models = LoggedModelStore.Read(connection, rows).OrNull(), NextPageToken = next };
            });
        });

        object Write(Action<DatabaseWriter> work)
        {
            database.Write(work);
            return JsonReplies.Empty;
        }

        long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private static string Id(RequestArguments arguments) => arguments.Route("model_id");
}
