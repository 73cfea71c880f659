using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RlLab.Tracking.Server.Http;

/// <summary>Maps an endpoint of MLflow's API under both of its prefixes: the clients' and the web interface's.</summary>
internal static class ApiRoutes
{
    /// <summary>The version of the API that most endpoints have; those that came with MLflow 3 have 3.0.</summary>
    private const string UsualVersion = "2.0";

    private static readonly string[] Prefixes = ["/api/", "/ajax-api/"];

    // Addresses outside the two prefixes whose errors are read by programs all the same.
    private static readonly string[] OtherPrefixes = ["/graphql", "/v1/", "/get-artifact", "/model-versions/"];

    public static void MapGet(
        this IEndpointRouteBuilder routes, string path, Func<RequestArguments, object> handle, string version = UsualVersion) =>
        MapJson(routes, HttpMethods.Get, path, handle, version);

    public static void MapPost(
        this IEndpointRouteBuilder routes, string path, Func<RequestArguments, object> handle, string version = UsualVersion) =>
        MapJson(routes, HttpMethods.Post, path, handle, version);

    public static void MapPatch(
        this IEndpointRouteBuilder routes, string path, Func<RequestArguments, object> handle, string version = UsualVersion) =>
        MapJson(routes, HttpMethods.Patch, path, handle, version);

    public static void MapDelete(
        this IEndpointRouteBuilder routes, string path, Func<RequestArguments, object> handle, string version = UsualVersion) =>
        MapJson(routes, HttpMethods.Delete, path, handle, version);

    /// <summary>Maps an endpoint whose body is not JSON.</summary>
    public static void MapRaw(
        this IEndpointRouteBuilder routes, string method, string path, RequestDelegate handle, string version = UsualVersion)
    {
        foreach (var prefix in Prefixes)
        {
            routes.MapMethods($"{prefix}{version}/{path}", [method], handle);
        }
    }

    /// <summary>Maps an endpoint of RlLab's own, under <c>/api/rllab/</c>.</summary>
    public static void MapOwn(this IEndpointRouteBuilder routes, string path, Func<RequestArguments, object> handle) =>
        routes.MapMethods("/api/rllab/" + path, [HttpMethods.Post], context => AnswerAsync(context, handle));

    /// <summary>Whether a path is of the API, whose errors are JSON, rather than of the pages, whose errors are pages.</summary>
    public static bool IsOfTheApi(PathString path) => Prefixes.Concat(OtherPrefixes).Any(prefix =>
        path.Value?.StartsWith(prefix, StringComparison.Ordinal) is true);

    private static void MapJson(
        IEndpointRouteBuilder routes, string method, string path, Func<RequestArguments, object> handle, string version) =>
        routes.MapRaw(method, "mlflow/" + path, context => AnswerAsync(context, handle), version);

    private static async Task AnswerAsync(HttpContext context, Func<RequestArguments, object> handle)
    {
        var arguments = await RequestReader.ReadAsync(context.Request).ConfigureAwait(false);
        await JsonReplies.WriteAsync(context, handle(arguments)).ConfigureAwait(false);
    }
}
