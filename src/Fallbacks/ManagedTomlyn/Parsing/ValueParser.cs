using Tomlyn.Model;

namespace Tomlyn.Parsing;

/// <summary>Reads a value of any kind.</summary>
internal static class ValueParser
{
    public static object Parse(Scanner scanner, TableBuilder tables)
    {
        switch (scanner.Current)
        {
            case '"' when scanner.StartsWith("\"\"\""):
            case '\'' when scanner.StartsWith("'''"):
                return StringParser.ParseMultiLine(scanner);
            case '"' or '\'':
                return StringParser.Parse(scanner);
            case '[':
                return ParseArray(scanner, tables);
            case '{':
                return ParseInlineTable(scanner, tables);
            default:
                return ScalarParser.Parse(scanner);
        }
    }

    private static TomlArray ParseArray(Scanner scanner, TableBuilder tables)
    {
        scanner.Enter();
        scanner.Advance();
        var array = new TomlArray();
        for (scanner.SkipLines(); !scanner.TryTake(']'); scanner.SkipLines())
        {
            array.Add(Parse(scanner, tables));
            scanner.SkipLines();
            if (!scanner.TryTake(',') && scanner.Current != ']')
                throw scanner.Error($"',' or ']' is expected in the array, found {scanner.Describe()}.");
        }

        scanner.Leave();
        return array;
    }

    private static TomlTable ParseInlineTable(Scanner scanner, TableBuilder tables)
    {
        scanner.Enter();
        scanner.Advance();
        var table = tables.NewInlineTable();
        for (scanner.SkipLines(); !scanner.TryTake('}'); scanner.SkipLines())
        {
            ParseEntry(scanner, tables, table);
            scanner.SkipLines();
            if (!scanner.TryTake(',') && scanner.Current != '}')
                throw scanner.Error($"',' or '}}' is expected in the table, found {scanner.Describe()}.");
        }

        scanner.Leave();
        return table;
    }

    /// <summary>Reads <c>key = value</c> into a table.</summary>
    public static void ParseEntry(Scanner scanner, TableBuilder tables, TomlTable table)
    {
        var key = KeyParser.Parse(scanner);
        scanner.Expect('=', $"after the key {KeyParser.Show(key)}");
        scanner.SkipBlanks();
        tables.Set(table, key, Parse(scanner, tables));
    }
}
