using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace RlLab.Tracking.Server.Http;

/// <summary>Keeps web pages of other sites away from the results, by MLflow's rules on the Host and Origin headers.</summary>
/// <param name="anyHost">
/// Whether the server may be asked by any name: one with a token may, because a page that gave itself this server's address would not have the token.
/// </param>
internal sealed class HostAndOriginRules(RequestDelegate next, bool anyHost)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;

        // When the reply starts, so that an error's reply has them too.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.XFrameOptions = "SAMEORIGIN";
            return Task.CompletedTask;
        });

        if (!anyHost && !IsPublic(request.Path) && !IsNear(request.Host.Host))
        {
            return RefuseAsync(context, "Invalid Host header - possible DNS rebinding attack detected");
        }

        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        if (changes && request.Headers.Origin is [{ } origin, ..] && !IsThisMachine(origin) && !IsThisServer(origin, request))
        {
            return RefuseAsync(context, "Cross-origin request blocked");
        }

        return RawPath.Climbs(context) ? throw MlflowError.Invalid("Invalid path") : next(context);
    }

    /// <summary>Whether a path tells nothing of the results: those that ask whether a server is there.</summary>
    public static bool IsPublic(PathString path) => path == "/health" || path == "/version";

    private static bool IsThisMachine(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri.Host);

    private static bool IsThisServer(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private static bool IsNear(string host) =>
        IsLoopback(host) || (IPAddress.TryParse(host, out var address) && IsPrivate(address));

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // RFC 1918.
    private static bool IsPrivate(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is
            [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..];

    private static Task RefuseAsync(HttpContext context, string why)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(why);
    }
}
