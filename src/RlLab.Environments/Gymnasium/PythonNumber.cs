using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RlLab.Environments.Gymnasium;

/// <summary>Writes 1.0 as 1.0, not as 1: to Python the latter is an integer. What is not finite is written as Python's json reads it.</summary>
/// <typeparam name="T">A floating-point type.</typeparam>
internal sealed class PythonNumber<T> : JsonConverter<T>
    where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Numbers of this kind are only sent.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var text = value.ToString(null, CultureInfo.InvariantCulture);
        writer.WriteRawValue(T.IsInteger(value) && !text.Contains('E') ? text + ".0" : text, skipInputValidation: true);
    }
}
