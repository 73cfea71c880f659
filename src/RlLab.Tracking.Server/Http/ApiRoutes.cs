using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RlLab.Tracking.Server.Http;

/// <summary>Maps an endpoint of MLflow's API under both of its prefixes: the clients' and the web interface's.</summary>
internal static class ApiRoutes
{
    private static readonly string[] Prefixes = ["/api/2.0/", "/ajax-api/2.0/"];

    public static void MapGet(this IEndpointRouteBuilder routes, string path, Func<RequestArguments, object> handle) =>
        MapJson(routes, HttpMethods.Get, path, handle);

    public static void MapPost(this IEndpointRouteBuilder routes, string path, Func<RequestArguments, object> handle) =>
        MapJson(routes, HttpMethods.Post, path, handle);

    public static void MapPatch(this IEndpointRouteBuilder routes, string path, Func<RequestArguments, object> handle) =>
        MapJson(routes, HttpMethods.Patch, path, handle);

    public static void MapDelete(this IEndpointRouteBuilder routes, string path, Func<RequestArguments, object> handle) =>
        MapJson(routes, HttpMethods.Delete, path, handle);

    /// <summary>Maps an endpoint whose body is not JSON.</summary>
    public static void MapRaw(this IEndpointRouteBuilder routes, string method, string path, RequestDelegate handle)
    {
        foreach (var prefix in Prefixes)
        {
            routes.MapMethods(prefix + path, [method], handle);
        }
    }

    /// <summary>Maps an endpoint of RlLab's own, under <c>/api/rllab/</c>.</summary>
    public static void MapOwn(this IEndpointRouteBuilder routes, string path, Func<RequestArguments, object> handle) =>
        routes.MapMethods("/api/rllab/" + path, [HttpMethods.Post], context => AnswerAsync(context, handle));

    private static void MapJson(IEndpointRouteBuilder routes, string method, string path, Func<RequestArguments, object> handle) =>
        routes.MapRaw(method, "mlflow/" + path, context => AnswerAsync(context, handle));

    private static async Task AnswerAsync(HttpContext context, Func<RequestArguments, object> handle)
    {
        var arguments = await RequestReader.ReadAsync(context.Request).ConfigureAwait(false);
        await JsonReplies.WriteAsync(context, handle(arguments)).ConfigureAwait(false);
    }
}
