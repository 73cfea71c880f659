using Tomlyn;
using Tomlyn.Model;

namespace ManagedTomlyn.Tests;

/// <summary>Reads documents for the tests, and shows what was read in one line.</summary>
internal static class Toml
{
    public static TomlTable Read(string document) => TomlSerializer.Deserialize<TomlTable>(document)!;

    /// <summary>The value of the key <c>x</c>.</summary>
    public static object ReadX(string value) => Read("x = " + value)["x"];

    public static TomlException Refuse(string document)
    {
        var act = () => Read(document);
        return act.Should().Throw<TomlException>().Which;
    }

    /// <summary>Shows tables as {k: v}, arrays as [v], arrays of tables as [[v]], every scalar with its type.</summary>
    public static string Show(object? value) => value switch
    {
        TomlTable table => "{" + string.Join(", ", table.Select(entry => $"{entry.Key}: {Show(entry.Value)}")) + "}",
        TomlTableArray tables => "[[" + string.Join(", ", tables.Select(Show)) + "]]",
        TomlArray array => "[" + string.Join(", ", array.Select(Show)) + "]",
        string text => $"'{text}'",
        long number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        double number => "f" + number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        TomlDateTime time => $"{time.Kind} {time}",
        _ => throw new InvalidOperationException($"{value?.GetType()} is no TOML value"),
    };
}
