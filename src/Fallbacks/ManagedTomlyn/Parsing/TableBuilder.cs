using Tomlyn.Model;

namespace Tomlyn.Parsing;

/// <summary>Puts keys and headers into place and refuses what defines a name twice.</summary>
internal sealed class TableBuilder(Scanner scanner)
{
    /// <summary>How a table came to be decides what may still be added to it.</summary>
    private enum Origin
    {
        /// <summary>Named on the way to another header; its own header and dotted keys may follow.</summary>
        Implicit,

        /// <summary>Made by a dotted key; more dotted keys and deeper headers may follow, its own header may not.</summary>
        DottedKey,

        /// <summary>Has its header; only deeper headers may follow.</summary>
        Header,

        /// <summary>Written in braces; nothing may follow.</summary>
        Inline,
    }

    private readonly Dictionary<TomlTable, Origin> origins = [];

    public TomlTable Root { get; } = new();

    public TomlTable NewInlineTable() => NewTable(Origin.Inline);

    /// <summary>Sets a key, dotted or not, in the table that a header or a brace opened.</summary>
    public void Set(TomlTable table, List<KeyPart> key, object value)
    {
        for (var i = 0; i < key.Count - 1; i++)
        {
            if (!table.TryGetValue(key[i].Name, out var existing))
                table.Add(key[i].Name, existing = NewTable(Origin.DottedKey));
            if (existing is not TomlTable next)
                throw Conflict(key, i, $"is {Kind(existing)}, so it has no keys.");
            if (origins[next] is Origin.Header or Origin.Inline)
                throw Conflict(key, i, $"is {Kind(next)} that is complete already; write the key there.");
            // A dotted key defines every table that it goes through: a header of its own may not follow.
            origins[next] = Origin.DottedKey;
            table = next;
        }

        if (!table.ContainsKey(key[^1].Name))
            table.Add(key[^1].Name, value);
        else
            throw Conflict(key, key.Count - 1, "is set already; a key has one value.");
    }

    /// <summary>Opens the table of a <c>[header]</c>.</summary>
    public TomlTable OpenTable(List<KeyPart> key)
    {
        var parent = WalkTo(key);
        if (!parent.TryGetValue(key[^1].Name, out var existing))
            parent.Add(key[^1].Name, existing = NewTable(Origin.Header));
        else if (existing is TomlTable table && origins[table] == Origin.Implicit)
            origins[table] = Origin.Header;
        else
            throw Conflict(
                key, key.Count - 1, $"is {Kind(existing)} already; a table has one header. Tables of one array stand in [[ ]].");
        return (TomlTable)existing;
    }

    /// <summary>Appends a table to the array of a <c>[[header]]</c>.</summary>
    public TomlTable AppendTable(List<KeyPart> key)
    {
        var parent = WalkTo(key);
        if (!parent.TryGetValue(key[^1].Name, out var existing))
            parent.Add(key[^1].Name, existing = new TomlTableArray());
        if (existing is not TomlTableArray array)
            throw Conflict(key, key.Count - 1, $"is {Kind(existing)} already, not an array of tables.");
        var table = NewTable(Origin.Header);
        array.Add(table);
        return table;
    }

    private TomlTable WalkTo(List<KeyPart> key)
    {
        var table = Root;
        for (var i = 0; i < key.Count - 1; i++)
        {
            if (!table.TryGetValue(key[i].Name, out var existing))
                table.Add(key[i].Name, existing = NewTable(Origin.Implicit));
            table = existing switch
            {
                TomlTable next when origins[next] != Origin.Inline => next,
                TomlTableArray array => array[^1],
                _ => throw Conflict(key, i, $"is {Kind(existing)}, so no header can add to it."),
            };
        }

        return table;
    }

    private TomlTable NewTable(Origin origin)
    {
        var table = new TomlTable(inline: origin == Origin.Inline);
        origins.Add(table, origin);
        return table;
    }

    private TomlException Conflict(List<KeyPart> key, int part, string message) =>
        scanner.Error(key[part].Offset, $"{KeyParser.Show(key.Take(part + 1))} {message}");

    private static string Kind(object value) => value switch
    {
        TomlTable { Kind: ObjectKind.InlineTable } => "a table in braces",
        TomlTable => "a table",
        TomlTableArray => "an array of tables",
        TomlArray => "an array in brackets",
        string => "a string",
        long => "an integer",
        double => "a float",
        bool => "a boolean",
        _ => "a date or time",
    };
}
