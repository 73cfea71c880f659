using Spectre.Console;

namespace RlLab.Cli;

/// <summary>How tables look.</summary>
internal static class Tables
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
}
