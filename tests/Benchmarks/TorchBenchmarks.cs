namespace Benchmarks;

/// <summary>The command line of the table of workloads, ours beside the peer's.</summary>
internal static class TorchBenchmarks
{
    private const int DefaultRounds = 3;

    public static int Run(string[] args)
    {
        if (args is ["--help" or "-h", ..])
        {
            Console.WriteLine($"""
                Usage: dotnet run -c Release --project tests/Benchmarks -- [ROW ...] [--peer COMMAND] [--rounds N]
                       dotnet run -c Release --project tests/Benchmarks -- envs | tracking

                Times the work that reinforcement learning does most, through TorchSharp's API. With --peer the same work in PyTorch
                is timed in turn with ours: COMMAND is what runs a Python file with PyTorch, "python3" or a wrapper. envs times the
                worlds and tracking the record of runs instead. Method: README.md.

                Rows: {Names()}
                """);
            return 0;
        }

        string? peer = null;
        int rounds = DefaultRounds;
        var names = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] is "--peer" or "--rounds")
            {
                if (++i == args.Length)
                    return Refuse($"{args[i - 1]} needs a value.");
                if (args[i - 1] == "--peer")
                    peer = args[i];
                else if (!int.TryParse(args[i], out rounds) || rounds < 1)
                    return Refuse($"--rounds needs a number of at least 1, not '{args[i]}'.");
            }
            else if (Catalogue.Rows.Any(row => row.Name == args[i]))
            {
                names.Add(args[i]);
            }
            else
            {
                return Refuse($"There is no row '{args[i]}'. The rows are {Names()}; envs and tracking stand alone.");
            }
        }

        Table.WriteHead(peer is not null);
        foreach (Row row in Catalogue.Rows.Where(row => names.Count == 0 || names.Contains(row.Name)))
            Table.Write(row, Comparison.Run(row, peer, rounds));
        return 0;
    }

    private static string Names() => string.Join(", ", Catalogue.Rows.Select(row => row.Name));

    private static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
