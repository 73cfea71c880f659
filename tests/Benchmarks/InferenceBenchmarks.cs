using System.Diagnostics;
using System.Globalization;
using RlLab.Inference;
using RlLab.Tests;

namespace Benchmarks;

/// <summary>An action of an exported policy: how long it takes on one core, and what it allocates.</summary>
internal static class InferenceBenchmarks
{
    /// <summary>Prints the table.</summary>
    public static void Run()
    {
        Console.WriteLine("| policy | an action, us | bytes allocated |");
        Console.WriteLine("|---|---|---|");
        foreach (var (name, actions, what) in new[]
        {
            ("cartpole-reinforce", 2, "`cartpole-reinforce`: 4-32-2, sigmoid, log_softmax"),
            ("cartpole-dqn", 2, "`cartpole-dqn`: 4-120-84-2, ReLU"),
            ("arcade", 5, "`maze-chase-dqn`: two convolutions on 5 x 44 x 40 bytes, three linear layers"),
        })
        {
            var (network, shape, type) = SampleNetworks.Make(name);
            var policy = SamplePolicies.Load(SamplePolicies.Discrete(network, shape, type, actions));
            var (time, allocated) = policy.SeesBytes ? Measure(policy, new byte[policy.ObservationLength]) : Measure(policy, new float[shape[0]]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {time:0.000} | {allocated} |"));
        }
    }

    private static (double Microseconds, long Allocated) Measure(Policy policy, byte[] observation) => Measure(() => policy.Act(observation));

    private static (double Microseconds, long Allocated) Measure(Policy policy, float[] observation) => Measure(() => policy.Act(observation));

    // The processor's time, and the best of ten stretches: other programs on the machine only ever make it slower.
    private static (double Microseconds, long Allocated) Measure(Func<int> act)
    {
        var (best, allocated) = (double.PositiveInfinity, 0L);
        for (var stretch = 0; stretch < 10; stretch++)
        {
            var (before, start, watch, done) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime, Stopwatch.StartNew(), 0);
            while (watch.ElapsedMilliseconds < 200)
            {
                for (var i = 0; i < 64; i++, done++)
                {
                    act();
                }
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / done);
            allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / done;
        }

        return (best, allocated);
    }
}
