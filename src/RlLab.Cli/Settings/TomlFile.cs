using System.Text.RegularExpressions;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Parsing;

namespace RlLab.Cli;

/// <summary>A TOML file, whose faults are told with the file, the line and the column.</summary>
/// <remarks>A key is given as its name after the names of the tables around it, outermost first.</remarks>
internal sealed partial class TomlFile
{
    private readonly string _path;
    private readonly TomlKeyPlaces _places;
    private readonly TomlTable _root;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="UserException">It cannot be read, or is not TOML.</exception>
    public TomlFile(string path)
    {
        _path = path;
        var text = ReadText(path);
        try
        {
            // The values alone would take the last of two keys of one name; the strict parser refuses them.
            _places = new TomlKeyPlaces(SyntaxParser.ParseStrict(text));
            _root = TomlSerializer.Deserialize<TomlTable>(text) ?? [];
        }
        catch (TomlException e)
        {
            throw new UserException(
                $"{path}:{e.Line ?? 1}:{e.Column ?? 1}: this is not TOML: {Problem(e, text).TrimEnd('.')}. "
                + "Mend the line, or move the file away to run with the defaults.");
        }
    }

    /// <summary>The value of a key; null where there is none.</summary>
    /// <param name="key">The key.</param>
    public object? Value(params string[] key)
    {
        object? value = _root;
        foreach (var name in key)
        {
            value = value is TomlTable table && table.TryGetValue(name, out var inner) ? inner : null;
        }

        return value;
    }

    /// <summary>The value of a key, which must be of one type; null where there is none.</summary>
    /// <param name="kind">What it must be, in words.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="UserException">The value is of another type.</exception>
    public T? Value<T>(string kind, params string[] key)
        where T : class
        => Value(key) is { } value ? value as T ?? throw Wrong($"'{string.Join('.', key)}' takes {kind}.", key) : null;

    /// <summary>Refuses a table that holds another key than those that are known.</summary>
    /// <param name="table">The table's key; empty for the whole file.</param>
    /// <param name="known">The keys that it may hold.</param>
    /// <exception cref="UserException">It holds another, or is no table.</exception>
    public void RefuseUnknown(string[] table, params string[] known)
    {
        var name = string.Join('.', table);
        var entries = table.Length == 0 ? _root : Value<TomlTable>($"a table: write [{name}], and its keys in the lines below", table) ?? [];
        if (entries.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown)
        {
            var where = table.Length == 0 ? "" : $" in [{name}]";
            throw Wrong($"there is no key '{unknown}'{where}.{NearestNames.Hint(unknown, known)}", [.. table, unknown]);
        }
    }

    /// <summary>An error at the place of a key.</summary>
    /// <param name="what">What is wrong, and the way out.</param>
    /// <param name="key">The key.</param>
    public UserException Wrong(string what, params string[] key) => new($"{Place(key)}: {what}");

    /// <summary>The file, line and column of a key, as editors and compilers write them.</summary>
    /// <param name="key">The key.</param>
    public string Place(params string[] key)
    {
        var (line, column) = _places.Of(key);
        return $"{_path}:{line}:{column}";
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {e.Message} Let it be read, or move it away to run with the defaults.");
        }
    }

    /// <summary>What is wrong first; what follows from it is left out, and so is the text around a key that is written twice.</summary>
    private static string Problem(TomlException e, string text) =>
        e.Offset is { } offset && offset < text.Length && text[offset] == '\uFFFD' ? "it is not encoded in UTF-8; save it so"
            : Quotation().Replace(e.Diagnostics.FirstOrDefault()?.Message ?? e.Message, "");

    [GeneratedRegex("(?<=already defined at .*) with `.*`", RegexOptions.Singleline)]
    private static partial Regex Quotation();
}
