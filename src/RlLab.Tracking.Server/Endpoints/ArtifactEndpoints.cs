using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary><c>artifacts/list</c>, <c>mlflow-artifacts/</c>, and the addresses from which and to which web pages send single files.</summary>
internal static class ArtifactEndpoints
{
    private const string Proxy = "mlflow-artifacts/artifacts";

    // What MLflow takes from a page; its clients send any size to mlflow-artifacts/.
    private const int LongestUpload = 10 << 20;

    public static void MapArtifacts(this IEndpointRouteBuilder routes, Database database, ArtifactFolder artifacts)
    {
        routes.MapGet("artifacts/list", arguments => List(database, artifacts, arguments));

        routes.MapRaw(HttpMethods.Get, Proxy, context =>
        {
            var folder = context.Request.Query["path"].ToString();
            return JsonReplies.WriteAsync(context, new { Files = artifacts.List(folder) });
        });

        routes.MapRaw(HttpMethods.Put, Proxy + "/{**path}", async context =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            var path = RawPath.After(context, Proxy + "/");
            await artifacts.StoreAsync(path, context.Request.Body, context.RequestAborted).ConfigureAwait(false);
            await JsonReplies.WriteAsync(context, JsonReplies.Empty).ConfigureAwait(false);
        });

        routes.MapRaw(HttpMethods.Get, Proxy + "/{**path}", context =>
            ArtifactFile.SendAsync(context, artifacts.Find(RawPath.After(context, Proxy + "/")), "attachment"));

        routes.MapRaw(HttpMethods.Delete, Proxy + "/{**path}", context =>
        {
            artifacts.Delete(RawPath.After(context, Proxy + "/"));
            return JsonReplies.WriteAsync(context, JsonReplies.Empty);
        });

        // MLflow's clients know by the beginning of this message that they are to send the file as a whole; the status alone ends the upload.
        routes.MapRaw(HttpMethods.Post, "mlflow-artifacts/mpu/{**path}", _ => throw MlflowError.Unsupported(
            "Multipart upload is not supported for the current artifact repository: it is the server's own disk. Upload the file as a whole."));

        routes.MapRaw(HttpMethods.Post, "mlflow/upload-artifact", context => UploadAsync(context, database, artifacts));

        routes.MapFile("/get-artifact", database, artifacts, "path", (connection, context) =>
            RunStore.GetInfo(connection, Find(context, "run_id") ?? Find(context, "run_uuid") ?? throw MlflowError.Missing("run_id")).ArtifactUri);

        routes.MapFile("/model-versions/get-artifact", database, artifacts, "path", (connection, context) =>
            ModelVersionStore.GetLocation(
                connection,
                Find(context, "name") ?? throw MlflowError.Missing("name"),
                Find(context, "version") ?? throw MlflowError.Missing("version")));

        routes.MapFile(
            "/ajax-api/2.0/mlflow/logged-models/{model_id}/artifacts/files", database, artifacts, "artifact_file_path", (connection, context) =>
                LoggedModelStore.Get(connection, (string)context.Request.RouteValues["model_id"]!).Info.ArtifactUri);
    }

    /// <summary>The artifacts of a run, or of a folder in them.</summary>
    public static object List(Database database, ArtifactFolder artifacts, RequestArguments arguments)
    {
        var run = RunEndpoints.RunId(arguments);
        var info = database.Read(connection => RunStore.GetInfo(connection, run));
        return new { RootUri = info.ArtifactUri, Files = artifacts.List(info.ArtifactUri, arguments.Text("path")).OrNull() };
    }

    /// <summary>Maps an address that sends one file to be saved.</summary>
    /// <param name="field">The part of the query that names the file.</param>
    /// <param name="root">Where the artifacts are among which it is.</param>
    private static void MapFile(
        this IEndpointRouteBuilder routes,
        string address,
        Database database,
        ArtifactFolder artifacts,
        string field,
        Func<SqliteConnection, HttpContext, string> root) => routes.MapGet(address, context =>
        {
            // A path is looked at before whatever it would lead to.
            var path = Find(context, field) is { Length: > 0 } given ? given : throw MlflowError.Missing(field);
            ArtifactFolder.RequireInside(path);
            var uri = database.Read(connection => root(connection, context));
            return ArtifactFile.SendAsync(context, artifacts.Find(ArtifactFolder.PathOf(uri, path)), "attachment");
        });

    private static async Task UploadAsync(HttpContext context, Database database, ArtifactFolder artifacts)
    {
        var run = Find(context, "run_uuid") is { Length: > 0 } id ? id : throw MlflowError.Invalid("Request must specify run_uuid.");
        var path = Find(context, "path") is { Length: > 0 } given ? given : throw MlflowError.Invalid("Request must specify path.");
        ArtifactFolder.RequireInside(path);
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted).ConfigureAwait(false);
        if (content.Length is 0 or > LongestUpload)
        {
            throw MlflowError.Invalid(content.Length == 0 ? "Request must specify data." : "Artifact size is too large. Max size is 10MB.");
        }

        content.Position = 0;
        var info = database.Read(connection => RunStore.GetInfo(connection, run));
        await artifacts.StoreAsync(ArtifactFolder.PathOf(info.ArtifactUri, path), content, context.RequestAborted).ConfigureAwait(false);
        await JsonReplies.WriteAsync(context, JsonReplies.Empty).ConfigureAwait(false);
    }

    private static string? Find(HttpContext context, string field) => context.Request.Query[field].FirstOrDefault();
}
