switch (args)
{
    case ["envs"]:
        EnvironmentBenchmarks.Run();
        return 0;
    case ["tracking"]:
        await TrackingBenchmarks.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("Say what to measure: envs or tracking.");
        return 2;
}
