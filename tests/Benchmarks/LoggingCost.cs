using RlLab;

namespace Benchmarks;

/// <summary>What one call to log costs the training thread: each call of a run in this process is timed by itself.</summary>
internal sealed class LoggingCost(int metrics) : IDeclaredExperiment
{
    private const int Calls = 200_000;

    private readonly long[] _ticks = new long[Calls];
    private long _frequency;

    /// <inheritdoc/>
    public ExperimentDescriptor Descriptor { get; } =
        new("logging-cost", "Logs.", PrefersGpu: false, [], null, _ => throw new NotSupportedException());

    /// <inheritdoc/>
    public ParameterSet Parameters => ParameterSet.Empty;

    /// <summary>Measures, and shows the median and the 99th percentile.</summary>
    public static void Measure(string folder, int metrics)
    {
        var cost = new LoggingCost(metrics);
        Lab.Run(cost, options: new LabOptions { Directory = folder, Device = "cpu" }).EnsureFinished();
        Array.Sort(cost._ticks);
        Console.WriteLine($"{metrics} metrics logged in a call, as an experiment does it: median {Microseconds(0.5):0.00} us, "
            + $"99% below {Microseconds(0.99):0.00} us");

        double Microseconds(double share) => cost._ticks[(int)(share * Calls)] * 1e6 / cost._frequency;
    }

    /// <inheritdoc/>
    public Task Train(IRun run)
    {
        var values = Enumerable.Range(0, metrics).Select(i => new Metric($"train/metric-{i}", 0)).ToArray();
        var random = new RandomGenerator(1);
        _frequency = run.Clock.TimestampFrequency;
        for (var step = -Calls / 10; step < Calls; step++)
        {
            for (var i = 0; i < metrics; i++)
            {
                values[i] = values[i] with { Value = random.NextDouble() };
            }

            var started = run.Clock.GetTimestamp();
            run.LogMetrics(step + Calls, values);
            _ticks[Math.Max(0, step)] = run.Clock.GetTimestamp() - started;
        }

        return Task.CompletedTask;
    }
}
