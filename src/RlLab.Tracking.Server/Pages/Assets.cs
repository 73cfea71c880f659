using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RlLab.Tracking.Server.Pages;

/// <summary>The style sheets and the scripts of the pages, which are part of this library.</summary>
internal static partial class Assets
{
    private const string Prefix = "assets/";

    private static readonly Dictionary<string, byte[]> Files = typeof(Assets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .ToDictionary(name => name[Prefix.Length..], Load);

    private static readonly string Version = Convert.ToHexString(SHA256.HashData([.. Files.Values.SelectMany(file => file)]), 0, 4);

    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Imported = new();

    /// <summary>A module and all that it imports, so that a browser can ask for them at once and not level by level.</summary>
    public static IReadOnlyList<string> Modules(string name) => Imported.GetOrAdd(name, first =>
    {
        var found = new List<string> { first };
        for (var i = 0; i < found.Count; i++)
        {
            var folder = new Uri($"file:///{found[i]}");
            var imports = Import().Matches(Encoding.UTF8.GetString(Files[found[i]]))
                .Select(match => new Uri(folder, match.Groups[1].Value).AbsolutePath[1..]);
            found.AddRange(imports.Except(found).ToList());
        }

        return found;
    });

    /// <summary>The address of a file; it changes when any of them does, so that a browser may keep it for ever.</summary>
    public static string Url(string name) => $"/assets/{Version}/{name}";

    public static void MapAssets(this IEndpointRouteBuilder routes) => routes.MapGet("/assets/{version}/{**name}", context =>
    {
        var name = (string?)context.Request.RouteValues["name"] ?? "";
        if (!Files.TryGetValue(name, out var bytes))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".js" => "text/javascript; charset=utf-8",
            _ => "text/plain; charset=utf-8",
        };
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return context.Response.Body.WriteAsync(bytes).AsTask();
    });

    [GeneratedRegex("""^import [^"]*"(\.[^"]+)";""", RegexOptions.Multiline)]
    private static partial Regex Import();

    private static byte[] Load(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
