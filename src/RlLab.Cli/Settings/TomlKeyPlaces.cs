using Tomlyn.Syntax;

namespace RlLab.Cli;

/// <summary>Where a TOML document writes each key for the first time; its values have forgotten it.</summary>
internal sealed class TomlKeyPlaces
{
    private readonly Dictionary<string, TextPosition> _places = [];

    /// <param name="document">A well-formed document.</param>
    public TomlKeyPlaces(DocumentSyntax document)
    {
        AddEntries("", document.KeyValues);
        foreach (var table in document.Tables)
        {
            AddEntries(AddKey("", table.Name!), table.Items);
        }
    }

    /// <summary>The line and the column of a key, both from 1; those of the innermost table around it where it is not written.</summary>
    /// <param name="key">The key and the tables that it is in, outermost first.</param>
    public (int Line, int Column) Of(params ReadOnlySpan<string> key)
    {
        for (; key.Length > 0; key = key[..^1])
        {
            if (_places.TryGetValue(string.Join('\0', key!), out var place))
            {
                return (place.Line + 1, place.Column + 1);
            }
        }

        return (1, 1);
    }

    private void AddEntries(string table, IEnumerable<KeyValueSyntax> entries)
    {
        foreach (var entry in entries)
        {
            var key = AddKey(table, entry.Key!);
            if (entry.Value is InlineTableSyntax inline)
            {
                AddEntries(key, inline.Items.Select(item => item.KeyValue!));
            }
        }
    }

    private string AddKey(string table, KeySyntax key)
    {
        foreach (var part in key.DotKeys.Select(dotted => dotted.Key!).Prepend(key.Key!))
        {
            var name = part is StringValueSyntax quoted ? quoted.Value! : ((BareKeySyntax)part).Key!.Text!;
            table = table.Length == 0 ? name : $"{table}\0{name}";
            _places.TryAdd(table, part.Span.Start);
        }

        return table;
    }
}
