using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary><c>artifacts/list</c>, <c>mlflow-artifacts/</c> and <c>/get-artifact</c>.</summary>
internal static class ArtifactEndpoints
{
    private const string Proxy = "mlflow-artifacts/artifacts";

    public static void MapArtifacts(this IEndpointRouteBuilder routes, Database database, ArtifactFolder artifacts)
    {
        routes.MapGet("artifacts/list", arguments =>
        {
            var run = RunEndpoints.RunId(arguments);
            var info = database.Read(connection => RunStore.GetInfo(connection, run));
            return new { RootUri = info.ArtifactUri, Files = artifacts.List(info.ArtifactUri, arguments.Text("path")).OrNull() };
        });

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

        routes.MapGet("/get-artifact", context =>
        {
            var query = context.Request.Query;
            var run = query["run_id"].FirstOrDefault() ?? query["run_uuid"].FirstOrDefault() ?? throw MlflowError.Missing("run_id");
            var path = query["path"].FirstOrDefault() ?? throw MlflowError.Missing("path");
            var info = database.Read(connection => RunStore.GetInfo(connection, run));
            return ArtifactFile.SendAsync(context, artifacts.Find(ArtifactFolder.PathOf(info.ArtifactUri, path)), "attachment");
        });
    }
}
