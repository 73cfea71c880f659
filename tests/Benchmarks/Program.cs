switch (args)
{
    case ["envs"]:
        EnvironmentBenchmarks.Run();
        return 0;
    default:
        Console.Error.WriteLine("Say what to measure: envs.");
        return 2;
}
