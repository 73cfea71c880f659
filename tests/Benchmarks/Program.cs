using System.Globalization;
using Benchmarks;

switch (args)
{
    case ["envs"]:
        EnvironmentBenchmarks.Run();
        return 0;
    case ["tracking"]:
        await TrackingBenchmarks.RunAsync();
        return 0;
    case ["transfers"]:
        // Before torch is touched: the managed engine asks for its simulated device once.
        Environment.SetEnvironmentVariable("RLLAB_ENGINE", "managed");
        Environment.SetEnvironmentVariable("RLLAB_SIMULATE_CUDA", "1");
        TransferBenchmarks.Run();
        return 0;
    case [Rival.MeasureCommand, var row, var threads]:
        return TorchBenchmarks.Measure(row, int.Parse(threads, CultureInfo.InvariantCulture));
    default:
        return TorchBenchmarks.Run(args);
}
