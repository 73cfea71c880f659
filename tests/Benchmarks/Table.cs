using System.Globalization;

namespace Benchmarks;

/// <summary>The result as a Markdown table, row by row as it comes.</summary>
internal static class Table
{
    public static void WriteHead(bool peer)
    {
        Console.WriteLine(peer ? "| work | ours | PyTorch | ours is faster by | to reach |" : "| work | ours | to reach |");
        Console.WriteLine(peer ? "|---|---|---|---|---|" : "|---|---|---|");
    }

    public static void Write(Row row, Comparison result)
    {
        string ours = Figure(result.Ours, row.Unit), goal = Figure(row.Goal, row.Unit);
        if (result.Peers is not { } peers)
        {
            Console.WriteLine($"| {row.Name} | {ours} | {goal} |");
            return;
        }

        double ratio = row.Unit == Unit.PerSecond ? result.Ours / peers : peers / result.Ours;
        Console.WriteLine($"| {row.Name} | {ours} | {Figure(peers, row.Unit)} | {ratio.ToString("0.0", CultureInfo.InvariantCulture)} x | {goal} |");
    }

    private static string Figure(double value, Unit unit)
    {
        string format = value switch { < 10 => "0.00", < 100 => "0.0", _ => "#,0" };
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit.Name()}";
    }
}
