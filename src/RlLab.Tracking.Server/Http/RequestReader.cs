using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace RlLab.Tracking.Server.Http;

/// <summary>Reads a request's query or its JSON body, sent at once or in chunks.</summary>
internal static class RequestReader
{
    /// <summary>The longest body that is read, in bytes; artifacts may be of any size. Ample for a batch at MLflow's limits.</summary>
    public const int LongestBody = 32 << 20;

    /// <summary>The longest address with its query, in bytes; that of a thousand runs' metrics fits.</summary>
    public const int LongestAddress = 128 << 10;

    public static readonly JsonElement NoFields = JsonElement.Parse("{}");

    public static async ValueTask<RequestArguments> ReadAsync(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) && request.Query.Count > 0)
        {
            return new RequestArguments(FromQuery(request.Query), route: request.RouteValues);
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsDelete(request.Method))
        {
            RequireJson(request.ContentType);
        }

        return new RequestArguments(await ReadBodyAsync(request).ConfigureAwait(false), route: request.RouteValues);
    }

    private static JsonElement FromQuery(IQueryCollection query)
    {
        var fields = new JsonObject();
        foreach (var (name, values) in query)
        {
            fields[name] = values.Count == 1 ? values[0] : new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }

        return JsonSerializer.SerializeToElement(fields);
    }

    private static void RequireJson(string? contentType)
    {
        if (contentType is null)
        {
            throw MlflowError.Invalid("Bad Request. Content-Type header is missing.");
        }

        if (!contentType.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw MlflowError.Invalid("Bad Request. Content-Type must be one of ['application/json'].");
        }
    }

    private static async ValueTask<JsonElement> ReadBodyAsync(HttpRequest request)
    {
        using var bytes = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, 1 << 20));
        await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted).ConfigureAwait(false);
        if (bytes.Length == 0)
        {
            return NoFields;
        }

        try
        {
            var text = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            var body = JsonElement.Parse(text);
            if (!Utf8.IsValid(text))
            {
                throw BadJson("it is not UTF-8");
            }

            if (text.IndexOf("\\u"u8) >= 0)
            {
                RequireCharacters(body);
            }

            return body.ValueKind == JsonValueKind.Object ? body : throw BadJson("an object is expected");
        }
        catch (JsonException error)
        {
            throw BadJson($"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}; NaN and infinities are sent as text, \"NaN\"");
        }
    }

    /// <summary>Refuses escapes that are half a character, which JSON allows and no text can hold.</summary>
    private static void RequireCharacters(JsonElement value)
    {
        try
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.String:
                    value.GetString();
                    break;
                case JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray())
                    {
                        RequireCharacters(item);
                    }

                    break;
                case JsonValueKind.Object:
                    foreach (var field in value.EnumerateObject())
                    {
                        _ = field.Name;
                        RequireCharacters(field.Value);
                    }

                    break;
            }
        }
        catch (InvalidOperationException)
        {
            throw BadJson("a text in it has half of a character, such as \\ud83d alone");
        }
    }

    private static MlflowError BadJson(string why) =>
        new(400, "BAD_REQUEST", $"The body is not JSON that can be read ({why}). Nothing was written.");
}
