using System.Diagnostics;
using System.Globalization;
using RlLab.Engines;

namespace Benchmarks.Experiments;

/// <summary>Trains every experiment for a while under a garbage collector that never rests, and tells crashes and growth at the end.</summary>
/// <remarks>
/// A finalizer frees what libtorch holds. One that runs while a native call still uses it ends the process: seldom, and the sooner the more
/// often the collector runs. Each experiment trains in a process of its own, so that the others go on.
/// </remarks>
internal static class Soak
{
    /// <summary>The word that has this program train one experiment for some seconds.</summary>
    public const string TrainCommand = "soak-one";

    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);

    /// <summary>Trains all and prints a row for each.</summary>
    /// <param name="time">How long, all together.</param>
    /// <param name="engine">What with.</param>
    /// <param name="names">The experiments; none for all.</param>
    /// <returns>The exit code: 1 where one crashed.</returns>
    public static int Run(TimeSpan time, TorchEngine engine, IReadOnlyCollection<string> names)
    {
        var experiments = Shortened.Named(names);
        Console.WriteLine($"| experiment on {TorchEngines.Name(engine)} | runs | collections | MiB after a quarter | MiB at the end | ended |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var crashes = 0;
        foreach (var experiment in experiments)
        {
            var (reports, exitCode) = Train(experiment, time / experiments.Count, engine);
            var ended = exitCode == 0 ? "well" : $"by exit code {exitCode}";
            crashes += exitCode == 0 ? 0 : 1;
            var (early, last) = reports.Count == 0 ? (default, default) : (reports[reports.Count / 4], reports[^1]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {experiment.Name} | {last.Runs:N0} | {last.Collections:N0} | {early.Mebibytes:N0} | {last.Mebibytes:N0} | {ended} |"));
        }

        Console.WriteLine(crashes == 0 ? "No crash." : $"{crashes} of {experiments.Count} crashed.");
        return crashes == 0 ? 0 : 1;
    }

    /// <summary>Trains one experiment over and over, with another seed each time, until the time is over.</summary>
    /// <param name="name">The experiment.</param>
    /// <param name="seconds">How long.</param>
    public static async Task TrainAsync(string name, double seconds)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var collector = new Thread(() => Collect(stop.Token)) { IsBackground = true };
        collector.Start();

        var runs = 0;
        await using var reports = new Timer(_ => Report(runs), null, ReportEvery, ReportEvery);
        var experiment = Shortened.All.Single(experiment => experiment.Name == name);
        for (; !stop.IsCancellationRequested; runs++)
        {
            try
            {
                await experiment.RunAsync(new SilentRun(seed: runs, stop.Token), whole: true);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
        }

        Report(runs);
    }

    /// <summary>Leaves something behind all the time, and has it collected: in the background, as by default, and the finalizers run.</summary>
    private static void Collect(CancellationToken stopping)
    {
        var kept = new byte[64][];
        for (var i = 0; !stopping.IsCancellationRequested; i++)
        {
            kept[i % kept.Length] = new byte[4096 * (i % 50)];
            if (i % 100 == 0)
            {
                GC.Collect(i / 100 % (GC.MaxGeneration + 1), GCCollectionMode.Forced, blocking: false);
                Thread.Sleep(1);
            }
        }
    }

    private static void Report(int runs) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{runs} {GC.CollectionCount(0)} {Environment.WorkingSet / (1024.0 * 1024):F1}"));

    private static (List<(int Runs, int Collections, double Mebibytes)> Reports, int ExitCode) Train(
        Shortened experiment, TimeSpan time, TorchEngine engine)
    {
        var seconds = time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Environment.ProcessPath!, [TrainCommand, experiment.Name, seconds]) { RedirectStandardOutput = true };
        start.Environment[TorchEngines.Variable] = TorchEngines.Name(engine);
        start.Environment["OMP_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var reports = new List<(int, int, double)>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            var numbers = line.Split(' ');
            reports.Add((int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture),
                double.Parse(numbers[2], CultureInfo.InvariantCulture)));
        }

        process.WaitForExit();
        return (reports, process.ExitCode);
    }
}
