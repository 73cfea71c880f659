using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace RlLab.Tracking.Server.Http;

/// <summary>
/// Lets in only who knows the token: as a bearer token (<c>MLFLOW_TRACKING_TOKEN</c>), or as the password of any user
/// (<c>MLFLOW_TRACKING_USERNAME</c> and <c>MLFLOW_TRACKING_PASSWORD</c>), which is what a browser asks its user for.
/// </summary>
internal sealed class TokenRule(RequestDelegate next, string token)
{
    private readonly byte[] _expected = Hash(token);

    public Task InvokeAsync(HttpContext context)
    {
        if (HostAndOriginRules.IsPublic(context.Request.Path) || (Read(context.Request) is { } given && IsToken(given)))
        {
            return next(context);
        }

        // Before the request is refused, which clears what it has been given so far.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"RlLab: any user, and the server's token as the password\"";
            return Task.CompletedTask;
        });
        throw new MlflowError(
            StatusCodes.Status401Unauthorized,
            "UNAUTHENTICATED",
            "This server asks for its token, which it told when it started. Set MLFLOW_TRACKING_TOKEN, or give it as the password of any user.");
    }

    private static string? Read(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (After(header, "Bearer ") is { } bearer)
        {
            return bearer;
        }

        var decoded = new byte[header.Length];
        return After(header, "Basic ") is { } basic && Convert.TryFromBase64String(basic, decoded, out var length)
            && Encoding.UTF8.GetString(decoded, 0, length) is var pair && pair.IndexOf(':') is >= 0 and var colon
            ? pair[(colon + 1)..]
            : null;
    }

    private static string? After(string header, string scheme) =>
        header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : null;

    // Of equal length, and compared in a time that does not tell how much of it is right.
    private bool IsToken(string given) => CryptographicOperations.FixedTimeEquals(Hash(given), _expected);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
