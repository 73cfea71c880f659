using Microsoft.AspNetCore.Http;

namespace RlLab.Tracking.Server.Pages;

/// <summary>What all pages have around them.</summary>
internal static class Layout
{
    // Only this server's own files, and nothing written into a page itself.
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; media-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'";

    private static readonly string[] Styles =
        ["vendor/uplot/uPlot.min", "styles/base", "styles/controls", "styles/table", "styles/charts", "styles/run"];

    /// <summary>Sends a page.</summary>
    /// <param name="trail">The pages above this one, with their addresses.</param>
    /// <param name="live">Whether something on it still changes.</param>
    /// <param name="script">The module that brings it to life, by its name in <c>Assets/pages</c>; null for none.</param>
    public static Task SendAsync(
        HttpContext context,
        string title,
        IEnumerable<(string Name, string Url)> trail,
        Html content,
        bool live = false,
        int status = 200,
        string? script = null)
    {
        var page = Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} · RlLab</title>
            <link rel="icon" href="{Assets.Url("icon.svg")}">
            {Styles.Select(style => Html.Of($"""<link rel="stylesheet" href="{Assets.Url($"{style}.css")}">"""))}
            <script type="module" src="{Assets.Url("site.js")}"></script>
            {(script is null ? [] : Assets.Modules($"pages/{script}.js")).Select(module => Html.Of(
                $"""<link rel="modulepreload" href="{Assets.Url(module)}">"""))}
            {Html.When(script is not null, $"""<script type="module" src="{Assets.Url($"pages/{script}.js")}"></script>""")}
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <header class="top">
            <a class="brand" href="/"><img src="{Assets.Url("icon.svg")}" alt="" width="22" height="22">RlLab</a>
            <nav aria-label="You are here"><ol>{trail.Select(step => Html.Of($"""<li><a href="{step.Url}">{step.Name}</a></li>"""))}</ol></nav>
            <span class="live" role="status" {Html.When(!live, $"hidden")}>live</span>
            </header>
            <main id="content" data-live="{(live ? "yes" : "no")}">
            {content}
            </main>
            </body>
            </html>
            """);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        return context.Response.WriteAsync(page.ToString());
    }
}
