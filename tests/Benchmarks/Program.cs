using System.Globalization;
using Benchmarks;
using Benchmarks.Experiments;
using Benchmarks.Lanes;
using Benchmarks.Samplers;
using Benchmarks.Sweeps;
using RlLab.Engines;

switch (args)
{
    case ["envs"]:
        EnvironmentBenchmarks.Run();
        return 0;
    case ["tracking"]:
        await TrackingBenchmarks.RunAsync();
        return 0;
    case ["server", .. var only]:
        await ServerBenchmarks.RunAsync(only is [var one] ? one : null);
        return 0;
    case ["lanes", .. var workloads]:
        LaneBenchmarks.Run(workloads);
        return 0;
    case ["inference"]:
        InferenceBenchmarks.Run();
        return 0;
    case ["generator"]:
        GeneratorBenchmarks.Run();
        return 0;
    case ["sweep-overhead", .. var more]:
        return SweepOverhead.Run(more is [var runs, ..] ? runs : "1000", more is [_, .. var options] ? options : []);
    case ["transfers"]:
        // Before torch is touched: the managed engine asks for its simulated device once.
        Environment.SetEnvironmentVariable("RLLAB_ENGINE", "managed");
        Environment.SetEnvironmentVariable("RLLAB_SIMULATE_CUDA", "1");
        TransferBenchmarks.Run();
        return 0;
    case ["samplers", "quality", .. var rest]:
        return SamplerBenchmarks.Quality(rest);
    case ["samplers", "time"]:
        SamplerBenchmarks.Time();
        return 0;
    case ["engines", .. var names]:
        EngineComparison.Run(names);
        return 0;
    case [EngineComparison.TrainCommand, var name]:
        await EngineComparison.TrainAsync(name);
        return 0;
    case ["soak", "--minutes", var text, "--engine", var engine, .. var names]
        when double.TryParse(text, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and < 10_000:
        return Soak.Run(TimeSpan.FromMinutes(minutes), TorchEngines.Parse(engine, "--engine") ?? TorchEngine.Managed, names);
    case [Soak.TrainCommand, var name, var seconds]:
        await Soak.TrainAsync(name, double.Parse(seconds, CultureInfo.InvariantCulture));
        return 0;
    case [Rival.MeasureCommand, var row, var threads]:
        return TorchBenchmarks.Measure(row, int.Parse(threads, CultureInfo.InvariantCulture));
    default:
        return TorchBenchmarks.Run(args);
}
