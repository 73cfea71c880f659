using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary><c>model-versions/</c>.</summary>
internal static class ModelVersionEndpoints
{
    private const int DefaultPage = 10_000, MaximumPage = 200_000;

    public static void MapModelVersions(this IEndpointRouteBuilder routes, Database database, TimeProvider clock)
    {
        routes.MapPost("model-versions/create", arguments =>
        {
            var name = arguments.RequiredText("name");
            var source = arguments.RequiredText("source");
            var tags = LogArguments.Tags(arguments);
            var version = database.Write(writer => ModelVersionStore.Create(
                writer,
                Now(),
                name,
                source,
                runId: arguments.Text("run_id") ?? "",
                runLink: arguments.Text("run_link") ?? "",
                description: arguments.Text("description") ?? "",
                tags));
            return new { ModelVersion = version };
        });

        routes.MapGet("model-versions/get", arguments =>
        {
            var (name, version) = Key(arguments);
            return new { ModelVersion = database.Read(connection => ModelVersionStore.Get(connection, name, version)) };
        });

        routes.MapGet("model-versions/get-download-uri", arguments =>
        {
            var (name, version) = Key(arguments);
            return new { ArtifactUri = database.Read(connection => ModelVersionStore.Get(connection, name, version).Source) };
        });

        routes.MapGet("model-versions/search", arguments =>
        {
            var offset = PageToken.Read(arguments.Text("page_token"));
            var size = (int)Math.Clamp(arguments.Whole("max_results") ?? DefaultPage, 1, MaximumPage);
            var sql = SearchSql.Create(SearchTarget.ModelVersions, arguments.Text("filter"), arguments.Texts("order_by"));
            return database.Read(connection =>
            {
                var (rows, next) = PageToken.Cut(ModelVersionStore.Search(connection, sql, offset, size + 1), offset, size);
                var versions = ModelVersionStore.Read(connection, rows).Select(version => version with { Aliases = null });
                return new { ModelVersions = versions.ToList().OrNull(), NextPageToken = next };
            });
        });

        routes.MapPatch("model-versions/update", arguments =>
        {
            var (name, version) = Key(arguments);
            var description = arguments.Text("description");
            return new { ModelVersion = database.Write(writer => ModelVersionStore.Update(writer, Now(), name, version, description)) };
        });

        routes.MapPost("model-versions/transition-stage", arguments =>
        {
            var (name, version) = Key(arguments);
            var stage = arguments.RequiredText("stage");
            var archive = arguments.Flag("archive_existing_versions");
            return new { ModelVersion = database.Write(writer => ModelVersionStore.Transition(writer, Now(), name, version, stage, archive)) };
        });

        routes.MapDelete("model-versions/delete", arguments =>
        {
            var (name, version) = Key(arguments);
            return Write(writer => ModelVersionStore.Delete(writer, Now(), name, version));
        });

        routes.MapPost("model-versions/set-tag", arguments =>
        {
            var (name, version) = Key(arguments);
            var tag = LogArguments.Tag(arguments);
            return Write(writer => ModelVersionStore.SetTag(writer, name, version, tag));
        });

        routes.MapDelete("model-versions/delete-tag", arguments =>
        {
            var (name, version) = Key(arguments);
            var key = arguments.RequiredText("key");
            return Write(writer => ModelVersionStore.DeleteTag(writer, name, version, key));
        });

        object Write(Action<DatabaseWriter> work)
        {
            database.Write(work);
            return JsonReplies.Empty;
        }

        long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private static (string Name, string Version) Key(RequestArguments arguments) =>
        (arguments.RequiredText("name"), arguments.RequiredText("version"));
}
