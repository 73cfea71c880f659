using System.Globalization;

namespace Benchmarks;

/// <summary>The result as a Markdown table, row by row as it comes.</summary>
internal static class Table
{
    public static void WriteHead(IReadOnlyList<Rival> rivals)
    {
        List<string> titles = ["work", "managed engine", .. rivals.SelectMany(rival => (string[])[rival.Title, "faster by"]), "to reach"];
        WriteRow(titles);
        WriteRow(titles.Select(_ => "---"));
    }

    public static void Write(Row row, Comparison result) => WriteRow(
        [
            row.Name,
            Figure(result.Ours, row.Unit),
            .. result.Rivals.SelectMany(rival => (string[])[Figure(rival, row.Unit), Ratio(row, result.Ours, rival)]),
            Figure(row.Goal, row.Unit),
        ]);

    private static void WriteRow(IEnumerable<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");

    private static string Ratio(Row row, double ours, double rival) =>
        (row.Unit == Unit.PerSecond ? ours / rival : rival / ours).ToString("0.0", CultureInfo.InvariantCulture) + " x";

    private static string Figure(double value, Unit unit)
    {
        string format = value switch { < 10 => "0.00", < 100 => "0.0", _ => "#,0" };
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit.Name()}";
    }
}
