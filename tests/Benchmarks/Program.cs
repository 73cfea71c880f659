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
    case [Rival.MeasureCommand, var row, var threads]:
        return TorchBenchmarks.Measure(row, int.Parse(threads, CultureInfo.InvariantCulture));
    default:
        return TorchBenchmarks.Run(args);
}
