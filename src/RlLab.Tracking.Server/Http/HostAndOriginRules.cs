using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace RlLab.Tracking.Server.Http;

/// <summary>Keeps web pages of other sites away from the results, by MLflow's rules on the Host and Origin headers.</summary>
internal sealed class HostAndOriginRules(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.XFrameOptions = "SAMEORIGIN";

        if (!IsPublic(request.Path) && !IsNear(request.Host.Host))
        {
            return RefuseAsync(context, "Invalid Host header - possible DNS rebinding attack detected");
        }

        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        if (changes && request.Headers.Origin is [{ } origin, ..] && !IsThisMachine(origin))
        {
            return RefuseAsync(context, "Cross-origin request blocked");
        }

        return RawPath.Climbs(context) ? throw MlflowError.Invalid("Invalid path") : next(context);
    }

    private static bool IsPublic(PathString path) => path == "/health" || path == "/version";

    private static bool IsThisMachine(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri.Host);

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
