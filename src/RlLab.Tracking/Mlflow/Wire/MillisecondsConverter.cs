using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RlLab.Tracking;

/// <summary>
/// Times as MLflow sends them, in milliseconds since 1970. What lies beyond the years 1 to 9999 (somebody logged microseconds) is read as the end of
/// them: it must not make the rest unreadable.
/// </summary>
internal sealed class MillisecondsConverter : JsonConverter<DateTimeOffset>
{
    private static readonly long Least = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Most = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // A number may come as text.
        var milliseconds = reader.TokenType != JsonTokenType.String ? reader.GetInt64()
            : long.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var text) ? text
            : throw new JsonException("It is no time.");
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Least, Most));
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
}
