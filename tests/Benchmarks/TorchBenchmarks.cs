using System.Globalization;

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
                Usage: dotnet run -c Release --project tests/Benchmarks -- [ROW ...] [--libtorch] [--peer COMMAND] [--rounds N]
                       dotnet run -c Release --project tests/Benchmarks -- envs | tracking | transfers
                       dotnet run -c Release --project tests/Benchmarks -- engines [EXPERIMENT ...]
                       dotnet run -c Release --project tests/Benchmarks -- soak --minutes N --engine managed|libtorch [EXPERIMENT ...]

                Times the work that reinforcement learning does most, through TorchSharp's API, on the managed engine. In turn with it
                --libtorch times the same program on TorchSharp's own library, and --peer the same work in PyTorch: COMMAND is what
                runs a Python file with it, "python3" or a wrapper. envs times the worlds and tracking the record of runs instead;
                transfers counts what a GPU would wait for. engines trains each experiment on both engines and compares what they log;
                soak trains each under a garbage collector that never rests, and tells crashes and growth. Method: README.md.

                Rows: {Names()}
                """);
            return 0;
        }

        var rivals = new List<Rival>();
        int rounds = DefaultRounds;
        var names = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] is "--peer" or "--rounds")
            {
                if (++i == args.Length)
                    return Refuse($"{args[i - 1]} needs a value.");
                if (args[i - 1] == "--peer")
                    rivals.Add(Rival.PyTorch(args[i]));
                else if (!int.TryParse(args[i], out rounds) || rounds < 1)
                    return Refuse($"--rounds needs a number of at least 1, not '{args[i]}'.");
            }
            else if (args[i] == "--libtorch")
            {
                rivals.Add(Rival.Libtorch);
            }
            else if (Catalogue.Rows.Any(row => row.Name == args[i]))
            {
                names.Add(args[i]);
            }
            else
            {
                return Refuse(
                    $"There is no row '{args[i]}'. The rows are {Names()}. These stand alone: envs, tracking, server, lanes, inference, generator, "
                    + "sweep-overhead, transfers, samplers quality [SEEDS], samplers time, engines, soak --minutes N --engine managed|libtorch.");
            }
        }

        Table.WriteHead(rivals);
        foreach (Row row in Catalogue.Rows.Where(row => names.Count == 0 || names.Contains(row.Name)))
            Table.Write(row, Comparison.Run(row, rivals, rounds));
        return 0;
    }

    /// <summary>Does one row's work and prints its seconds, as a rival does.</summary>
    public static int Measure(string name, int threads)
    {
        TorchSharp.torch.set_num_threads(threads);
        TorchSharp.torch.manual_seed(0);
        double seconds = Stopwatches.Seconds(Catalogue.Rows.Single(row => row.Name == name).Create());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"seconds\": {seconds:R}}}"));
        return 0;
    }

    private static string Names() => string.Join(", ", Catalogue.Rows.Select(row => row.Name));

    private static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
