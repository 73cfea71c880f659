using RlLab.Algorithms.Dqn;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>DQN on CartPole with the settings that CleanRL publishes, to compare with its results and its speed.</summary>
[Experiment("cartpole-dqn-cleanrl")]
[Sweep(Sampler.Grid, Seeds = 10, Objective = "final/return_mean")]
public sealed partial class CartPoleDqnCleanRl : IExperiment
{
    /// <summary>Adam's step size.</summary>
    public double LearningRate { get; init; } = 2.5e-4;

    /// <summary>Environment steps to train for.</summary>
    public int Steps { get; init; } = 500_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = new CartPole();
        using var evaluationWorld = new CartPole();
        using var network = Network().to(run.Device);
        using var target = Network().to(run.Device);
        using var optimizer = optim.Adam(network.parameters(), LearningRate);
        var options = Settings(Steps) with { EvaluateEvery = 50_000 };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    /// <summary>What CleanRL publishes for 500,000 steps; for fewer, warm-up and exploration are shorter.</summary>
    internal static DqnOptions Settings(int steps) => new()
    {
        Steps = steps, Exploration = new LinearExploration(1, 0.05, steps / 2), ReplayCapacity = 10_000, BatchSize = 128,
        LearningStarts = Math.Min(10_000, steps / 5), TrainEvery = 10, TargetUpdateEvery = 500,
    };

    private static Module<Tensor, Tensor> Network() => Sequential(Linear(4, 120), ReLU(), Linear(120, 84), ReLU(), Linear(84, 2));
}
