using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace RlLab.Tracking.Server.Http;

/// <summary>Writes replies as MLflow does: names in snake case, what is empty left out, NaN as text.</summary>
internal static class JsonReplies
{
    public static readonly object Empty = new();

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,

        // MLflow's clients look for quotes as they are in messages; nothing shows a reply as a page, whose type is JSON and stays it (nosniff).
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Task WriteAsync(HttpContext context, object reply, int status = 200)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(reply, reply.GetType(), Options);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes).AsTask();
    }

    /// <summary>A reply as it would be written.</summary>
    public static JsonNode ToNode(object reply) => JsonSerializer.SerializeToNode(reply, reply.GetType(), Options)!;

    /// <summary>The list itself, or null where it is empty and MLflow would leave it out.</summary>
    public static IReadOnlyList<T>? OrNull<T>(this IReadOnlyList<T> list) => list.Count == 0 ? null : list;
}
