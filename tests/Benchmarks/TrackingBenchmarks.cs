using System.Diagnostics;
using Benchmarks;
using RlLab;
using RlLab.Tracking;
using RlLab.Tracking.Server;

/// <summary>Points a second into a run's journal, out of it, and on to the embedded server.</summary>
internal static class TrackingBenchmarks
{
    private const int Rounds = 5;
    private const int Points = 400_000;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("rllab-benchmark-");
        try
        {
            LoggingCost.Measure(folder.FullName, 1);
            LoggingCost.Measure(folder.FullName, 8);
            Journal(folder.FullName, 1);
            Journal(folder.FullName, 8);
            await ShipAsync(folder.FullName, 100_000);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Journal(string folder, int metrics)
    {
        var names = Enumerable.Range(0, metrics).Select(i => $"train/metric-{i}").ToArray();
        var (write, read) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var header = Header("benchmark");
            var started = Stopwatch.GetTimestamp();
            Record(folder, header, names, Points);
            write = Min(write, Stopwatch.GetElapsedTime(started));

            started = Stopwatch.GetTimestamp();
            _ = RunLog.Read(Path.Combine(folder, header.Id));
            read = Min(read, Stopwatch.GetElapsedTime(started));
        }

        Console.WriteLine($"journal, {metrics} metrics a call: {Points / write.TotalSeconds:N0} points/s "
            + $"({Points / metrics / write.TotalSeconds:N0} appends/s), read back {Points / read.TotalSeconds:N0} points/s");
    }

    private static async Task ShipAsync(string folder, int points)
    {
        var header = Header("benchmark");
        Record(folder, header, ["train/return", "train/loss"], points);
        var options = new TrackingServerOptions { Directory = Path.Combine(folder, "server") };
        await using var server = await TrackingServer.StartAsync(options, default);
        await using var shipper = Shipper.Start(new MlflowSettings(server.Address), new ShipperOptions(), TimeProvider.System,
            new RandomGenerator(1));
        var started = Stopwatch.GetTimestamp();
        shipper.Follow(Path.Combine(folder, header.Id));
        var report = await shipper.CompleteAsync(TimeSpan.FromMinutes(5));
        Console.WriteLine($"journal to the embedded server: {points / Stopwatch.GetElapsedTime(started).TotalSeconds:N0} "
            + $"points/s, {(report.IsComplete ? "complete" : report.Outage)}");
    }

    private static void Record(string folder, RunHeader header, string[] names, int points)
    {
        using var run = RunJournal.Create(folder, header, TimeProvider.System);
        var values = new Metric[names.Length];
        var random = new RandomGenerator(1);
        for (var step = 0; step < points / names.Length; step++)
        {
            for (var i = 0; i < names.Length; i++)
            {
                values[i] = new Metric(names[i], random.NextDouble());
            }

            run.LogMetrics(step, values);
        }

        run.End(RunStatus.Finished);
    }

    private static RunHeader Header(string experiment) =>
        new(Guid.NewGuid().ToString("N"), experiment, "run", TimeProvider.System.GetUtcNow());

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
