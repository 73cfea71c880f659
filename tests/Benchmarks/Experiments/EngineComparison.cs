using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RlLab.Engines;
using RlLab.Tests;

namespace Benchmarks.Experiments;

/// <summary>Trains each experiment with one seed on both engines, each in a process of its own, and tells how far what they log lies apart.</summary>
internal static class EngineComparison
{
    /// <summary>The word that has this program train one experiment and print what was logged.</summary>
    public const string TrainCommand = "train";

    /// <summary>What is seen as a difference, and not as rounding.</summary>
    private const double Apart = 0.01;

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly string[] Compared = ["loss", "return", "regret", "success", "probability"];

    /// <summary>Prints the table.</summary>
    /// <param name="names">The experiments; none for all.</param>
    public static void Run(IReadOnlyCollection<string> names)
    {
        Console.WriteLine("| experiment | updates | largest relative difference until they part | they part | final metric | managed | libtorch |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var experiment in Shortened.Named(names))
        {
            var (managed, libtorch) = (Train(experiment, TorchEngine.Managed), Train(experiment, TorchEngine.Libtorch));
            var (largest, parting) = Difference(managed, libtorch);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {experiment.Name} | {experiment.Updates:N0} | {largest:0.0e-0} | {parting} | {experiment.Objective} "
                + $"| {Final(managed):G4} | {Final(libtorch):G4} |"));

            double Final(IEnumerable<Logged> metrics) => metrics.Last(metric => metric.Name == experiment.Objective).Value;
        }
    }

    /// <summary>Trains one experiment with the engine of this process and prints what was logged.</summary>
    /// <param name="name">The experiment.</param>
    public static async Task TrainAsync(string name)
    {
        var run = new RecordingRun(seed: 0);
        await Shortened.All.Single(experiment => experiment.Name == name).RunAsync(run);
        Console.WriteLine(JsonSerializer.Serialize(run.Metrics.Select(metric => new Logged(metric.Name, metric.Value, metric.Step)), Json));
    }

    private static List<Logged> Train(Shortened experiment, TorchEngine engine)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [TrainCommand, experiment.Name]) { RedirectStandardOutput = true };
        start.Environment[TorchEngines.Variable] = TorchEngines.Name(engine);
        start.Environment["OMP_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<List<Logged>>(output, Json)!
            : throw new InvalidOperationException($"{experiment.Name} on {TorchEngines.Name(engine)} ended with exit code {process.ExitCode}.");
    }

    /// <summary>Where the two part, differing by more than rounding, and the largest relative difference until there.</summary>
    private static (double Largest, string Parting) Difference(IEnumerable<Logged> managed, IEnumerable<Logged> libtorch)
    {
        var largest = 0.0;
        foreach (var (a, b) in managed.Where(IsCompared).Zip(libtorch.Where(IsCompared)))
        {
            // Once an action differs, episodes end at other steps, and there is nothing left to compare.
            if ((a.Name, a.Step) != (b.Name, b.Step))
                return (largest, $"another episode from step {Math.Min(a.Step, b.Step).ToString("N0", CultureInfo.InvariantCulture)}");
            var scale = Math.Max(Math.Abs(a.Value), Math.Abs(b.Value));
            var difference = scale == 0 ? 0 : Math.Abs(a.Value - b.Value) / scale;
            if (difference > Apart)
                return (largest, $"{a.Name} at step {a.Step.ToString("N0", CultureInfo.InvariantCulture)}");
            largest = Math.Max(largest, difference);
        }

        return (largest, "not");
    }

    private static bool IsCompared(Logged metric) => Compared.Any(metric.Name.Contains);

    private sealed record Logged(string Name, double Value, long Step);
}
