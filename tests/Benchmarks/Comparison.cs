using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>Ours and the peer's figure for a row, in the row's unit; both are medians over rounds taken in turn.</summary>
internal sealed record Comparison(double Ours, double? Peers)
{
    public static Comparison Run(Row row, string? peer, int rounds)
    {
        set_num_threads(row.Threads);
        manual_seed(0);
        Action work = row.Create();
        List<double> ours = [], theirs = [];
        for (int i = 0; i < rounds; i++)
        {
            ours.Add(row.Unit.From(Stopwatches.Seconds(work)));
            if (peer is not null)
                theirs.Add(row.Unit.From(SecondsOfPeer(peer, row)));
        }

        return new(Stopwatches.Median(ours), peer is null ? null : Stopwatches.Median(theirs));
    }

    private static double SecondsOfPeer(string peer, Row row)
    {
        string[] command = peer.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true };
        string script = Path.Combine(AppContext.BaseDirectory, "peer.py");
        foreach (string argument in (string[])[.. command[1..], script, row.Name,
            row.Threads.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string line = output.Split('\n').LastOrDefault(text => text.StartsWith('{'))
            ?? throw new InvalidOperationException($"The peer '{peer}' printed no figure for '{row.Name}' (exit code {process.ExitCode}).");
        return JsonDocument.Parse(line).RootElement.GetProperty("seconds").GetDouble();
    }
}
