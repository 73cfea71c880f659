using System.Globalization;
using Benchmarks.Experiments;
using RlLab;
using RlLab.Engines;
using RlLab.Experiments;
using RlLab.Lanes;
using TorchSharp;

namespace Benchmarks.Lanes;

/// <summary>Runs that train in lanes, beside the same runs one after the other; in turns, on one thread.</summary>
/// <remarks>Times are the processor's own, so that what else the machine does counts little; nothing is filmed or kept.</remarks>
internal static class LaneBenchmarks
{
    private const int Rounds = 3;

    /// <summary>libtorch's calls take so much longer that a tenth of each run is enough to see it.</summary>
    private static readonly int Share = TorchEngines.Loaded.Engine == TorchEngine.Libtorch ? 10 : 1;

    private static readonly Work[] All =
    [
        new("reinforce", 64, seed => new CartPoleReinforce { Iterations = 10 / Share, LearningRate = 1e-3 * (1 + seed % 5) }, "cartpole-reinforce"),
        new("bandit", 64, _ => new BanditPolicyGradient { Pulls = 3_000 / Share }, "bandit-policy-gradient"),
        new("bottleneck", 64, _ => new BinaryBottleneckSte { Epochs = 40 / Share }, "binary-bottleneck-ste"),
        new("dqn", 32, _ => new CartPoleDqnCleanRl { Steps = 6_000 / Math.Min(Share, 3) }, "cartpole-dqn-cleanrl"),
    ];

    /// <summary>Prints the table.</summary>
    /// <param name="names">The workloads; none for all.</param>
    public static void Run(IReadOnlyCollection<string> names)
    {
        torch.set_num_threads(1);
        Console.WriteLine("| work | lanes | alone, s | in lanes, s | faster by | lanes a call | MiB | bytes allocated a run |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var work in All.Where(work => names.Count == 0 || names.Contains(work.Name)))
        {
            // The first round warms both up.
            var rounds = Enumerable.Range(0, Rounds + 1)
                .Select(_ => (Alone: Time(() => Alone(work)), Joint: Time(() => Together(work)))).Skip(1).ToList();
            var alone = rounds.Select(round => round.Alone).Order().ElementAt(Rounds / 2);
            var joint = rounds.Select(round => round.Joint).Order().ElementAt(Rounds / 2);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var statistics = Together(work);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {work.What} | {work.Lanes} | {alone:0.00} | {joint:0.00} | {alone / joint:0.00} x | {statistics.LanesPerCall:0.0} "
                + $"| {Environment.WorkingSet / 1048576.0:0} | {allocated / work.Lanes / 1024:N0} KiB |"));
            foreach (var why in statistics.NotJoined)
            {
                Console.WriteLine($"not joined: {why}");
            }
        }
    }

    private static void Alone(Work work)
    {
        for (var seed = 0; seed < work.Lanes; seed++)
        {
            torch.manual_seed(seed);
            work.Experiment(seed).Train(new SilentRun(seed, CancellationToken.None, films: false)).GetAwaiter().GetResult();
        }
    }

    private static LaneStatistics Together(Work work)
    {
        var scheduler = new LaneScheduler(work.Lanes);
        var seed = 0;
        scheduler.Run(() => seed < work.Lanes ? new SilentTraining(work.Experiment(seed), seed++) : null, CancellationToken.None);
        return scheduler.Statistics;
    }

    private static double Time(Action work)
    {
        var started = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - started).TotalSeconds;
    }

    /// <param name="Name">What the user types.</param>
    /// <param name="Lanes">How many runs.</param>
    /// <param name="Experiment">The experiment of a seed.</param>
    /// <param name="What">What the table calls it.</param>
    private sealed record Work(string Name, int Lanes, Func<int, IExperiment> Experiment, string What);

    private sealed class SilentTraining(IExperiment experiment, int seed) : LaneTraining
    {
        private Task? _task;

        public override SynchronizationContext Context { get; } = new();

        public override Task Start()
        {
            torch.manual_seed(seed);
            return _task = experiment.Train(new SilentRun(seed, CancellationToken.None, films: false));
        }

        public override bool DoPosted() => false;

        public override void Ended() => _task!.GetAwaiter().GetResult();
    }
}
