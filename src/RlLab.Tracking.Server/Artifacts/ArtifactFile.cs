using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace RlLab.Tracking.Server.Artifacts;

/// <summary>Sends an artifact, whole or the range that a video player asks for, without reading it into memory.</summary>
internal static class ArtifactFile
{
    // An artifact may be a page with a script: it must not act in this server's name. Where it is shown, its scripts run in an origin of
    // its own, which can read nothing of this server and whose writes the server refuses.
    private const string Policy = "sandbox", PolicyOfShownPages = "sandbox allow-scripts";

    private static readonly string[] Texts =
        [".log", ".err", ".md", ".rst", ".yaml", ".yml", ".toml", ".cfg", ".conf", ".ini", ".properties", ".jsonl", ".cs", ".py"];

    // What MLflow writes into the folder of a model and of a project.
    private static readonly string[] TextNames = ["MLmodel", "MLproject", "mlproject"];

    private static readonly FileExtensionContentTypeProvider Types = CreateTypes();

    /// <summary>Sends a file.</summary>
    /// <param name="disposition"><c>attachment</c> to be saved, <c>inline</c> to be shown.</param>
    public static Task SendAsync(HttpContext context, string file, string disposition)
    {
        var isPage = TypeOf(file) == MediaTypeNames.Text.Html;
        context.Response.Headers.ContentSecurityPolicy = isPage && disposition == "inline" ? PolicyOfShownPages : Policy;
        var named = new ContentDispositionHeaderValue(disposition);
        named.SetHttpFileName(Path.GetFileName(file));
        context.Response.Headers.ContentDisposition = named.ToString();
        var info = new FileInfo(file);
        return TypedResults
            .PhysicalFile(file, TypeOf(file), lastModified: info.LastWriteTimeUtc, enableRangeProcessing: true)
            .ExecuteAsync(context);
    }

    public static string TypeOf(string path) => TextNames.Contains(Path.GetFileName(path)) ? MediaTypeNames.Text.Plain
        : Types.TryGetContentType(path, out var type) ? type
        : MediaTypeNames.Application.Octet;

    private static FileExtensionContentTypeProvider CreateTypes()
    {
        var types = new FileExtensionContentTypeProvider();
        foreach (var text in Texts)
        {
            types.Mappings[text] = "text/plain";
        }

        types.Mappings[".apng"] = "image/apng";
        return types;
    }
}
