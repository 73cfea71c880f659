using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace RlLab.Tracking.Server.Http;

/// <summary>What a request asks for, read from its query or its JSON body, with MLflow's messages for what is missing or wrong.</summary>
/// <remarks>Numbers may come as text, as MLflow's own clients may send them; a field that is null or absent is missing.</remarks>
internal sealed class RequestArguments(JsonElement fields, string path = "", RouteValueDictionary? route = null)
{
    /// <summary>A part of the path that the endpoint names in braces.</summary>
    public string Route(string name) => (string)route![name]!;

    /// <summary>A text, or null where it is missing.</summary>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw WrongType(name, value),
    };

    /// <summary>A text of so many characters at most, or null where it is missing.</summary>
    public string? Text(string name, int limit) =>
        Text(name) is { } text && text.Length > limit ? throw MlflowError.TooLong(PathOf(name), limit) : Text(name);

    /// <summary>A text that must be there and not be empty, of so many characters at most.</summary>
    public string RequiredText(string name, int limit) =>
        Text(name, limit) is { Length: > 0 } text ? text : throw MlflowError.Missing(PathOf(name));

    /// <summary>A text that must be there and not be empty.</summary>
    public string RequiredText(string name) =>
        Text(name) is { Length: > 0 } text ? text : throw MlflowError.Missing(PathOf(name));

    /// <summary>A whole number of 64 bits, or null where it is missing.</summary>
    public long? Whole(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when TryReadWhole(value, out var number) => number,
        { ValueKind: JsonValueKind.String } value when TryParseWhole(value.GetString(), out var number) => number,
        { } value => throw WrongType(name, value),
    };

    public long RequiredWhole(string name) => Whole(name) ?? throw MlflowError.Missing(PathOf(name));

    /// <summary>A number, which may be the text NaN, Infinity or -Infinity.</summary>
    public double RequiredNumber(string name) => Number(name) ?? throw MlflowError.Missing(PathOf(name));

    /// <summary>A number, which may be the text NaN, Infinity or -Infinity, or null where it is missing.</summary>
    public double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
        { ValueKind: JsonValueKind.String } value when TryParseNumber(value.GetString()!, out var number) => number,
        { } value => throw WrongType(name, value),
    };

    /// <summary>True or false.</summary>
    /// <param name="missing">What it is where it is missing.</param>
    public bool Flag(string name, bool missing = false) => Find(name) switch
    {
        null => missing,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.String } value when bool.TryParse(value.GetString(), out var flag) => flag,
        { } value => throw WrongType(name, value),
    };

    /// <summary>The texts of a list; one text alone counts as a list of one, as in a query.</summary>
    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } value => [value.GetString()!],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.String ? item.GetString()! : throw WrongType(name, item))],
        { } value => throw WrongType(name, value),
    };

    /// <summary>The texts of a field by their names; none where it is missing.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Map(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } map => [.. map.EnumerateObject().Select(pair => KeyValuePair.Create(
            pair.Name, pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString()! : throw WrongType(name, pair.Value)))],
        { } value => throw WrongType(name, value),
    };

    /// <summary>Whatever a field holds by its names: texts, numbers, lists and further names; none where it is missing.</summary>
    public Dictionary<string, object?> Values(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } map => (Dictionary<string, object?>)ToValue(map)!,
        { } value => throw WrongType(name, value),
    };

    /// <summary>A field that has fields of its own.</summary>
    public RequestArguments Object(string name) => Find(name) switch
    {
        null => new RequestArguments(RequestReader.NoFields, PathOf(name)),
        { ValueKind: JsonValueKind.Object } value => new RequestArguments(value, PathOf(name)),
        { } value => throw WrongType(name, value),
    };

    /// <summary>The items of a list, each with fields of its own.</summary>
    public IReadOnlyList<RequestArguments> Objects(string name)
    {
        if (Find(name) is not { } list)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw WrongType(name, list);
        }

        var items = new RequestArguments[list.GetArrayLength()];
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var itemPath = $"{PathOf(name)}[{index}]";
            items[index++] = item.ValueKind == JsonValueKind.Object
                ? new RequestArguments(item, itemPath)
                : throw MlflowError.InvalidValue(item.GetRawText(), itemPath, "An object is expected.");
        }

        return items;
    }

    /// <summary>The name by which an error speaks of a field, such as <c>metrics[3].key</c>.</summary>
    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static object? ToValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().DistinctBy(pair => pair.Name)
            .ToDictionary(pair => pair.Name, pair => ToValue(pair.Value)),
        JsonValueKind.Array => value.EnumerateArray().Select(ToValue).ToList(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt32(out var small) ? small : value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        _ => null,
    };

    private JsonElement? Find(string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private MlflowError WrongType(string name, JsonElement value)
    {
        var kind = value.ValueKind switch
        {
            JsonValueKind.String => "str",
            JsonValueKind.Number => value.TryGetInt64(out _) ? "int" : "float",
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Array => "list",
            _ => "dict",
        };
        return MlflowError.InvalidValue(
            value.GetRawText(), PathOf(name), $" Hint: Value was of type '{kind}'. See the API docs for more information about request parameters.");
    }

    /// <summary>A whole number, which may be written as 12.0 or 1e3.</summary>
    private static bool TryReadWhole(JsonElement value, out long number)
    {
        if (value.TryGetInt64(out number))
        {
            return true;
        }

        var real = value.GetDouble();
        number = (long)real;
        return number == real && Math.Abs(real) < 1L << 53;
    }

    private static bool TryParseWhole(string? text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static bool TryParseNumber(string text, out double number)
    {
        number = text switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => 0 };
        return number != 0 || double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out number);
    }
}
