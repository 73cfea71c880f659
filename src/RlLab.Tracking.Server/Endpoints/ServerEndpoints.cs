using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Http;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary>What a client asks before anything else: is the server there, and which MLflow does it speak.</summary>
internal static class ServerEndpoints
{
    public static void MapServerInformation(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", context => WriteAsync(context, "OK"));
        routes.MapGet("/version", context => WriteAsync(context, TrackingServer.MlflowVersion));
        routes.MapGet(
            "server-info",
            _ => new
            {
                StoreType = "SqlStore",
                WorkspacesEnabled = false,
                TraceArchivalEnabled = false,
                MultipartUploadsEnabled = false,
                MultipartDownloadsEnabled = false,
            },
            version: "3.0");
    }

    private static Task WriteAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
