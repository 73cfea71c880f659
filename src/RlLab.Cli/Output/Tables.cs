using System.Text.RegularExpressions;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>How tables look.</summary>
internal static partial class Tables
{
    /// <summary>An empty table.</summary>
    /// <param name="columns">The headings.</param>
    public static Table New(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }

        return table;
    }

    /// <summary>The same for a terminal with little room: closer columns, and headings that break where a name does.</summary>
    /// <param name="columns">The headings.</param>
    public static Table NewNarrow(params string[] columns)
    {
        var table = New([.. columns.Select(column => string.Join('\n', Pieces(column)))]);
        foreach (var column in table.Columns)
        {
            column.Padding = new Padding(0, 0, 1, 0);
        }

        return table;
    }

    /// <summary>What a heading breaks into where there is little room.</summary>
    /// <param name="heading">The heading.</param>
    public static string[] Pieces(string heading) => [.. BreakingPlaces().Split(heading).Select(piece => piece.TrimEnd())];

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[/_ ])")]
    private static partial Regex BreakingPlaces();
}
