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
            var name = arguments.Text("name", Names.MaximumLoggedModel) is { Length: > 0 } given
                ? CheckName(given)
                : RunNames.Make(Guid.NewGuid());
            var type = arguments.Text("model_type", Names.MaximumLoggedModel) ?? "";
            var run = arguments.Text("source_run_id", Names.MaximumId);
            var (parameters, tags) = (LogArguments.ModelPairs(arguments, "params"), LogArguments.ModelPairs(arguments, "tags"));
            var model = database.Write(writer => LoggedModelStore.Create(
                writer, Now(), experiment, name, type, run, parameters, tags));
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
            var tags = LogArguments.ModelPairs(arguments, "tags");
            return new { Model = database.Write(writer => LoggedModelStore.SetTags(writer, Now(), Id(arguments), tags)) };
        });

        routes.MapDelete("logged-models/{model_id}/tags/{key}", arguments =>
            Write(writer => LoggedModelStore.DeleteTag(writer, Id(arguments), arguments.Route("key"))));

        routes.MapPost("logged-models/{model_id}/params", arguments =>
        {
            var parameters = LogArguments.ModelPairs(arguments, "params");
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
            var query = new LoggedModelQuery(
                arguments.Texts("experiment_ids").Select(ExperimentStore.ParseId),
                arguments.Text("filter"),
                [.. arguments.Objects("datasets").Select(dataset => ReadDataset(dataset) ?? throw MlflowError.Invalid(
                    "`dataset_name` in the `datasets` clause must be specified."))],
                arguments.Objects("order_by").Select(order => new ModelOrder(
                    order.RequiredText("field_name"), order.Flag("ascending", missing: true), ReadDataset(order))));
            return database.Read(connection =>
            {
                var (rows, next) = PageToken.Cut(query.Run(connection, offset, size + 1), offset, size);
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

    private static DatasetScope? ReadDataset(RequestArguments arguments) => arguments.Text("dataset_name") is { Length: > 0 } name
        ? new DatasetScope(name, arguments.Text("dataset_digest") is { Length: > 0 } digest ? digest : null)
        : null;

    /// <summary>A name that can stand in an address such as <c>models:/name</c>.</summary>
    private static string CheckName(string name) => name.IndexOfAny(['/', ':', '.', '%', '"', '\'']) < 0
        ? name
        : throw MlflowError.Invalid(
            $"Invalid model name ({name}) provided. Model name must be a non-empty string and cannot contain the following characters: "
            + "('/', ':', '.', '%', '\"', \"'\")");

    private static string Id(RequestArguments arguments) => arguments.Route("model_id");
}
