using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Images;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Pages;

/// <summary>A run's artifacts, but for images over steps, with a preview of each that a browser can show.</summary>
internal static class ArtifactList
{
    private const int MaximumFiles = 500, MaximumDepth = 8;

    public static Html Render(RunInfo info, ArtifactFolder artifacts)
    {
        List<FileInfoReply> files;
        try
        {
            files = [.. Walk(artifacts, info.ArtifactUri, null, 0).Where(file => !LoggedImages.Is(file.Path)).Take(MaximumFiles + 1)];
        }
        catch (MlflowError elsewhere)
        {
            return Html.Of($"""<p class="empty">{elsewhere.Message}</p>""");
        }

        return files.Count == 0
            ? Html.Of($"""<p class="empty">None.</p>""")
            : Html.Of($"""
                <div class="artifacts">{files.Take(MaximumFiles).Select(file => Item(info, artifacts, file))}</div>
                {Html.When(files.Count > MaximumFiles, $"""<p class="empty">Only the first {MaximumFiles} are shown.</p>""")}
                """);
    }

    /// <summary>The address at which a browser shows an artifact.</summary>
    public static string Url(string runId, string path) =>
        $"/runs/{runId}/artifacts/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    private static IEnumerable<FileInfoReply> Walk(ArtifactFolder artifacts, string uri, string? folder, int depth)
    {
        foreach (var item in artifacts.List(uri, folder).OrderBy(item => item.IsDir))
        {
            if (!item.IsDir)
            {
                yield return item;
            }
            else if (depth < MaximumDepth)
            {
                foreach (var below in Walk(artifacts, uri, item.Path, depth + 1))
                {
                    yield return below;
                }
            }
        }
    }

    private static Html Item(RunInfo info, ArtifactFolder artifacts, FileInfoReply file)
    {
        var url = Url(info.RunId, file.Path);
        var preview = file.FileSize > 0
            ? Preview.Of(file.Path, url, () => artifacts.Find(ArtifactFolder.PathOf(info.ArtifactUri, file.Path)))
            : Html.Empty;
        return Html.Of($"""
            <article class="artifact" data-path="{file.Path}"><header><a href="{url}">{file.Path}</a><span>{Format.Size(file.FileSize ?? 0)}</span>
            <a class="download" href="/get-artifact?run_id={info.RunId}&amp;path={Uri.EscapeDataString(file.Path)}" download
                aria-label="Download {file.Path}">Download</a></header>
            {preview}</article>

            """);
    }
}
