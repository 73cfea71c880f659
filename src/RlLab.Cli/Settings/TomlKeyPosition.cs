using System.Text.RegularExpressions;

namespace RlLab.Cli;

/// <summary>Finds where a TOML document writes a key; the parsed document has forgotten it.</summary>
internal static partial class TomlKeyPosition
{
    /// <summary>The line and the column of a key, both from 1; the first line where it is not found.</summary>
    /// <param name="text">A well-formed document.</param>
    /// <param name="key">The key and the tables that it is in, outermost first.</param>
    public static (int Line, int Column) Find(string text, IReadOnlyList<string> key)
    {
        string[] table = [];
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Header().Match(lines[i]) is { Success: true } header)
            {
                table = Parts(header.Groups["key"].Value);
                if (StartsWith(table, key))
                {
                    return (i + 1, ColumnOf(lines[i], key[^1], header.Groups["key"].Index));
                }
            }
            else if (Entry().Match(lines[i]) is { Success: true } entry)
            {
                string[] full = [.. table, .. Parts(entry.Groups["key"].Value)];
                if (StartsWith(full, key) || (StartsWith(key, full) && lines[i].Contains(key[^1], StringComparison.Ordinal)))
                {
                    return (i + 1, ColumnOf(lines[i], key[^1], entry.Groups["key"].Index));
                }
            }
        }

        return (1, 1);
    }

    private static bool StartsWith(IReadOnlyList<string> path, IReadOnlyList<string> start) =>
        path.Count >= start.Count && path.Take(start.Count).SequenceEqual(start);

    private static int ColumnOf(string line, string name, int from)
    {
        var match = new Regex($@"(?<![\w\-]){Regex.Escape(name)}(?![\w\-])").Match(line, from);
        return (match.Success ? match.Index : from) + 1;
    }

    private static string[] Parts(string key) => [.. key.Split('.').Select(part => part.Trim().Trim('"', '\''))];

    [GeneratedRegex(@"^\s*\[\[?(?<key>[^\]]+)\]")]
    private static partial Regex Header();

    [GeneratedRegex(@"^\s*(?<key>[\w\-.""' ]+?)\s*=")]
    private static partial Regex Entry();
}
