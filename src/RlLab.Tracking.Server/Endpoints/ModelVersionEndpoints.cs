using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary><c>model-versions/</c>.</summary>
internal static class ModelVersionEndpoints
{
    private const int DefaultPage = 10_000, MaximumPage = 200_000;

    public static void MapModelVersions(this IEndpointRouteBuilder routes, Database database, TimeProvider clock)
    {
        routes.MapPost("model-versions/create", arguments =>
        {
            var created = new NewModelVersion(
                arguments.RequiredText("name"),
                arguments.RequiredText("source", Names.MaximumSource),
                RunId: arguments.Text("run_id", Names.MaximumId) ?? "",
                RunLink: arguments.Text("run_link", Names.MaximumSource) ?? "",
                Description: arguments.Text("description", Names.MaximumDescription) ?? "",
                ModelId: arguments.Text("model_id", Names.MaximumId) ?? "",
                LogArguments.ModelPairs(arguments, "tags"));
            return new { ModelVersion = database.Write(writer => Create(writer, Now(), created)) };
        });

        routes.MapGet("model-versions/get", arguments =>
        {
            var (name, version) = Key(arguments);
            return new { ModelVersion = database.Read(connection => ModelVersionStore.Get(connection, name, version)) };
        });

        routes.MapGet("model-versions/get-download-uri", arguments =>
        {
            var (name, version) = Key(arguments);
            return new { ArtifactUri = database.Read(connection => ModelVersionStore.GetLocation(connection, name, version)) };
        });

        routes.MapGet("model-versions/search", arguments => Search(database, arguments));

        routes.MapPatch("model-versions/update", arguments =>
        {
            var (name, version) = Key(arguments);
            var description = arguments.Text("description", Names.MaximumDescription);
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
            var tag = LogArguments.ModelPair(arguments);
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

    public static object Search(Database database, RequestArguments arguments)
    {
        var offset = PageToken.Read(arguments.Text("page_token"));
        var size = SearchLimits.PageSize(arguments, DefaultPage, MaximumPage);
        var sql = SearchSql.Create(SearchTarget.ModelVersions, arguments.Text("filter"), arguments.Texts("order_by"));
        return database.Read(connection =>
        {
            var (rows, next) = PageToken.Cut(ModelVersionStore.Search(connection, sql, offset, size + 1), offset, size);
            var versions = ModelVersionStore.Read(connection, rows).Select(version => version with { Aliases = null });
            return new { ModelVersions = versions.ToList().OrNull(), NextPageToken = next };
        });
    }

    private static ModelVersion Create(DatabaseWriter writer, long now, NewModelVersion created)
    {
        // A prompt is a model whose text is in a tag; its source is a word, and no logged model belongs to it.
        var isPrompt = created.Tags.Any(tag => tag.Key == PromptFilter.Tag);
        if (!isPrompt)
        {
            ModelSource.Check(writer.Connection, created);
        }

        var location = ModelSource.Resolve(writer.Connection, created);
        var version = ModelVersionStore.Create(writer, now, created, location);
        if (!isPrompt && created.ModelId.Length > 0)
        {
            LoggedModelStore.AddVersion(writer, now, created.ModelId, version);
        }

        return version;
    }

    private static (string Name, string Version) Key(RequestArguments arguments) =>
        (arguments.RequiredText("name"), arguments.RequiredText("version"));
}
