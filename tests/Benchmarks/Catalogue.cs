using Benchmarks.Workloads;

namespace Benchmarks;

/// <summary>Every row of the table.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Row> Rows { get; } =
    [
        new("forward", 1, Unit.Microseconds, 0.6, Policies.Forward),
        new("reinforce-update", 1, Unit.Microseconds, 45, Policies.ReinforceUpdate),
        new("ste", 1, Unit.PerSecond, 100_000, StraightThrough.Update),
        new("bandit", 1, Unit.PerSecond, 150_000, BanditPolicy.Step),
        new("dqn-update", 1, Unit.Microseconds, 110, DeepQ.VectorUpdate),
        new("conv-step-1", 1, Unit.Milliseconds, 20, DeepQ.PixelUpdate),
        new("conv-step-2", 2, Unit.Milliseconds, 11, DeepQ.PixelUpdate),
        new("conv-act", 1, Unit.Milliseconds, 0.15, DeepQ.PixelAction),
        new("ppo", 1, Unit.PerSecond, 100_000, ProximalPolicy.Training, ProximalPolicy.Steps),
        new("batched", 1, Unit.Microseconds, 120, JointPolicies.Update),
        new("gemm", 1, Unit.Milliseconds, 9.5, Products.Square),
    ];
}
