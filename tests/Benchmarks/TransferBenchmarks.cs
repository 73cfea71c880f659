using System.Globalization;
using Benchmarks.Workloads;
using RlLab.Tests;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>What each algorithm tells a GPU and waits for, counted by the managed engine's simulated device.</summary>
internal static class TransferBenchmarks
{
    /// <summary>A unit of each algorithm's work, made ready on a device.</summary>
    private static readonly (string Name, Func<Device, Action> Create)[] Works =
    [
        ("DQN 4-120-84-2, batch 128: an update", DeviceWork.VectorUpdate),
        ("DQN 4-120-84-2: an action", DeviceWork.VectorAction),
        ("DQN from pixels, batch 128: an update", DeviceWork.PixelUpdate),
        ("DQN from pixels: an action", DeviceWork.PixelAction),
        ("REINFORCE 4-32-2, 200 steps: an update", DeviceWork.ReinforceUpdate),
        ("REINFORCE 4-32-2: an action", DeviceWork.ReinforceAction),
        ("bandit policy gradient: a pull", DeviceWork.BanditPull),
        ("STE bottleneck: an epoch of 32 updates", DeviceWork.BottleneckEpoch),
        ("prompter: an update of 32 episodes", DeviceWork.PrompterUpdate),
        ("prompter: a step of both agents", DeviceWork.PrompterStep),
    ];

    public static void Run()
    {
        Console.WriteLine("| work | launches | to the device | to the host | waits |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (name, create) in Works)
        {
            var work = create(CUDA);

            // The first time may make what later ones find.
            work();
            using var counts = new DeviceCounts();
            work();
            Console.WriteLine(
                $"| {name} | {Number(counts.Launches)} | {Copies(counts.HostToDevice)} | {Copies(counts.DeviceToHost)} | "
                + $"{Number(counts.Synchronizations)} |");
        }
    }

    private static string Copies((int Count, long Bytes) copies) =>
        copies.Count == 0 ? "0" : $"{Number(copies.Count)} ({Number(copies.Bytes)} bytes)";

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
