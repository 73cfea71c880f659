using System.Text;
using System.Text.Json;

namespace RlLab.Tracking.Server.Http;

/// <summary>Where the next page of a list starts, as the opaque text that MLflow gives for it.</summary>
internal static class PageToken
{
    public static int Read(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return 0;
        }

        byte[] decoded;
        try
        {
            decoded = Convert.FromBase64String(token);
        }
        catch (FormatException)
        {
            throw MlflowError.Invalid("Invalid page token, could not base64-decode");
        }

        try
        {
            return JsonElement.Parse(decoded).GetProperty("offset").GetInt32() is >= 0 and var offset ? offset : throw new FormatException();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw MlflowError.Invalid("Invalid page token, it was not given by this server");
        }
    }

    public static string Write(long offset) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"offset\": {offset}}}"));

    /// <summary>Cuts a list that was read one longer than the page, and tells where the next page starts if there is one.</summary>
    public static (IReadOnlyList<T> Page, string? Next) Cut<T>(IReadOnlyList<T> list, int offset, int size) =>
        list.Count <= size ? (list, null) : ([.. list.Take(size)], Write((long)offset + size));
}
