using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>A row's figures, in its unit: this process's own, and each rival's; all are medians over rounds taken in turn.</summary>
internal sealed record Comparison(double Ours, IReadOnlyList<double> Rivals)
{
    public static Comparison Run(Row row, IReadOnlyList<Rival> rivals, int rounds)
    {
        set_num_threads(row.Threads);
        manual_seed(0);
        Action work = row.Create();
        List<double> ours = [];
        List<double>[] theirs = [.. rivals.Select(_ => new List<double>())];
        for (int i = 0; i < rounds; i++)
        {
            ours.Add(row.Figure(Stopwatches.Seconds(work)));
            for (int j = 0; j < rivals.Count; j++)
                theirs[j].Add(row.Figure(rivals[j].Seconds(row)));
        }

        return new(Stopwatches.Median(ours), [.. theirs.Select(Stopwatches.Median)]);
    }
}

/// <summary>Who else does the rows' work, each time in a process of its own that prints <c>{"seconds": ...}</c> for a unit of it.</summary>
/// <param name="Title">The head of its column.</param>
/// <param name="Command">What starts it; the row's name and its threads follow.</param>
/// <param name="Environment">Variables for it.</param>
internal sealed record Rival(string Title, string[] Command, params (string Name, string Value)[] Environment)
{
    /// <summary>The word that has this program do one row's work once and print its seconds.</summary>
    public const string MeasureCommand = "measure";

    /// <summary>The same program on the TorchSharp package's own library.</summary>
    public static Rival Libtorch { get; } =
        new("TorchSharp's libtorch", [System.Environment.ProcessPath!, MeasureCommand], ("RLLAB_ENGINE", "libtorch"));

    /// <summary>PyTorch, by whatever runs a Python file with it.</summary>
    public static Rival PyTorch(string command) =>
        new("PyTorch", [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), Path.Combine(AppContext.BaseDirectory, "peer.py")]);

    public double Seconds(Row row)
    {
        string threads = row.Threads.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Command[0], [.. Command[1..], row.Name, threads]) { RedirectStandardOutput = true };
        foreach (var (name, value) in Environment.Append(("OMP_NUM_THREADS", threads)))
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string line = output.Split('\n').LastOrDefault(text => text.StartsWith('{'))
            ?? throw new InvalidOperationException($"{Title} printed no figure for '{row.Name}' (exit code {process.ExitCode}).");
        return JsonDocument.Parse(line).RootElement.GetProperty("seconds").GetDouble();
    }
}
