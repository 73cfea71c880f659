using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary><c>registered-models/</c>.</summary>
internal static partial class RegisteredModelEndpoints
{
    private const int DefaultPage = 100, MaximumPage = 1000;

    public static void MapRegisteredModels(this IEndpointRouteBuilder routes, Database database, TimeProvider clock)
    {
        routes.MapPost("registered-models/create", arguments =>
        {
            var name = arguments.RequiredText("name", Names.MaximumModel);
            var tags = LogArguments.ModelPairs(arguments, "tags");
            var description = arguments.Text("description", Names.MaximumDescription) ?? "";
            return new { RegisteredModel = database.Write(writer => RegisteredModelStore.Create(writer, Now(), name, description, tags)) };
        });

        routes.MapGet("registered-models/get", arguments =>
        {
            var name = arguments.RequiredText("name");
            return new { RegisteredModel = database.Read(connection => RegisteredModelStore.Get(connection, name)) };
        });

        routes.MapGet("registered-models/search", arguments =>
        {
            var offset = PageToken.Read(arguments.Text("page_token"));
            var size = SearchLimits.PageSize(arguments, DefaultPage, MaximumPage);
            var sql = SearchSql.Create(SearchTarget.RegisteredModels, arguments.Text("filter"), arguments.Texts("order_by"));
            return database.Read(connection =>
            {
                var (rows, next) = PageToken.Cut(RegisteredModelStore.Search(connection, sql, offset, size + 1), offset, size);
                return new { RegisteredModels = RegisteredModelStore.Read(connection, rows).OrNull(), NextPageToken = next };
            });
        });

        routes.MapPatch("registered-models/update", arguments => Update(arguments, null, arguments.Text("description", Names.MaximumDescription)));
        routes.MapPost("registered-models/rename", arguments => Update(arguments, arguments.RequiredText("new_name", Names.MaximumModel), null));
        routes.MapDelete("registered-models/delete", arguments =>
        {
            var name = arguments.RequiredText("name");
            return Write(writer => RegisteredModelStore.Delete(writer, name));
        });

        routes.MapPost("registered-models/get-latest-versions", Latest);
        routes.MapGet("registered-models/get-latest-versions", Latest);

        routes.MapPost("registered-models/set-tag", arguments =>
        {
            var name = arguments.RequiredText("name");
            var tag = LogArguments.ModelPair(arguments);
            return Write(writer => RegisteredModelStore.SetTag(writer, name, tag));
        });

        routes.MapDelete("registered-models/delete-tag", arguments =>
        {
            var name = arguments.RequiredText("name");
            var key = arguments.RequiredText("key");
            return Write(writer => RegisteredModelStore.DeleteTag(writer, name, key));
        });

        routes.MapPost("registered-models/alias", arguments =>
        {
            var (name, alias) = (arguments.RequiredText("name"), NewAlias(arguments));
            var version = arguments.RequiredText("version");
            return Write(writer => RegisteredModelStore.SetAlias(writer, name, alias, version));
        });

        routes.MapGet("registered-models/alias", arguments =>
        {
            var (name, alias) = (arguments.RequiredText("name"), arguments.RequiredText("alias"));
            return new { ModelVersion = database.Read(connection => RegisteredModelStore.GetByAlias(connection, name, alias)) };
        });

        routes.MapDelete("registered-models/alias", arguments =>
        {
            var (name, alias) = (arguments.RequiredText("name"), arguments.RequiredText("alias"));
            return Write(writer => RegisteredModelStore.DeleteAlias(writer, name, alias));
        });

        object Latest(RequestArguments arguments)
        {
            var name = arguments.RequiredText("name");
            var stages = arguments.Texts("stages");
            return new
            {
                ModelVersions = database.Read(connection =>
                    ModelVersionStore.Latest(connection, RegisteredModelStore.GetRow(connection, name), stages)).OrNull(),
            };
        }

        object Update(RequestArguments arguments, string? newName, string? description)
        {
            var name = arguments.RequiredText("name");
            return new { RegisteredModel = database.Write(writer => RegisteredModelStore.Update(writer, Now(), name, newName, description)) };
        }

        object Write(Action<DatabaseWriter> work)
        {
            database.Write(work);
            return JsonReplies.Empty;
        }

        long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private static string NewAlias(RequestArguments arguments)
    {
        var alias = arguments.RequiredText("alias", Names.MaximumAlias);
        if (!AliasCharacters().IsMatch(alias))
        {
            throw MlflowError.Invalid($"Invalid alias name: '{alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
        }

        if (alias.Equals("latest", StringComparison.OrdinalIgnoreCase))
        {
            throw MlflowError.Invalid("'latest' alias name (case insensitive) is reserved.");
        }

        return VersionAlias().IsMatch(alias) ? throw MlflowError.Invalid($"Version alias name '{alias}' is reserved.") : alias;
    }

    [GeneratedRegex(@"\A[\w-]+\z")]
    private static partial Regex AliasCharacters();

    [GeneratedRegex(@"\A[vV]\d+\z")]
    private static partial Regex VersionAlias();
}
