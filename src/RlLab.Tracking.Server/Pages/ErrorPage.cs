using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace RlLab.Tracking.Server.Pages;

/// <summary>What a person sees where there is no page, or where it could not be made.</summary>
internal static class ErrorPage
{
    public static Task SendAsync(HttpContext context, int status, string message)
    {
        var title = ReasonPhrases.GetReasonPhrase(status);
        return Layout.SendAsync(
            context,
            title,
            [],
            Html.Of($"""<h1>{title}</h1><p>{message}</p><p><a href="/">All experiments</a></p>"""),
            status: status);
    }
}
