using Tomlyn.Model;

namespace Tomlyn.Parsing;

/// <summary>Reads a document line by line: headers, <c>key = value</c> and comments.</summary>
internal static class DocumentParser
{
    public static TomlTable Parse(Scanner scanner)
    {
        var tables = new TableBuilder(scanner);
        var current = tables.Root;
        for (scanner.SkipLines(); !scanner.AtEnd; scanner.SkipLines())
        {
            if (scanner.Current == '[')
            {
                current = ParseHeader(scanner, tables);
                scanner.EndLine("a header");
            }
            else
            {
                ValueParser.ParseEntry(scanner, tables, current);
                scanner.EndLine("a value");
            }
        }

        return tables.Root;
    }

    private static TomlTable ParseHeader(Scanner scanner, TableBuilder tables)
    {
        var isArray = scanner.StartsWith("[[");
        scanner.Advance(isArray ? 2 : 1);
        var key = KeyParser.Parse(scanner);
        if (!scanner.StartsWith(isArray ? "]]" : "]"))
            throw scanner.Error(
                $"{(isArray ? "']]'" : "']'")} after the header's name {KeyParser.Show(key)} is expected here, found {scanner.Describe()}.");
        scanner.Advance(isArray ? 2 : 1);
        return isArray ? tables.AppendTable(key) : tables.OpenTable(key);
    }
}
