using Benchmarks;

switch (args)
{
    case ["envs"]:
        EnvironmentBenchmarks.Run();
        return 0;
    case ["tracking"]:
        await TrackingBenchmarks.RunAsync();
        return 0;
    default:
        return TorchBenchmarks.Run(args);
}
