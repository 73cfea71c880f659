using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Networks;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>How far does DQN come in MinAtar's Breakout with the settings of MinAtar's paper, in a small part of its frames?</summary>
[Experiment("breakout-dqn")]
[Sweep(Sampler.Random, Trials = 10, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class BreakoutDqn : IExperiment
{
    /// <summary>RMSprop's step size.</summary>
    [LogUniform(3e-5, 3e-3)]
    public double LearningRate { get; init; } = 2.5e-4;

    /// <summary>Frames between updates; the paper has 1.</summary>
    [Choice(1, 2, 4)]
    public int TrainEvery { get; init; } = 4;

    /// <summary>Frames to train for; the paper has 5,000,000.</summary>
    public int Steps { get; init; } = 100_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = new Breakout();
        using var evaluationWorld = new Breakout(timeLimit: 10_000);
        using var network = MiniatureNetwork.Create(4, Linear(MiniatureNetwork.Features, 3)).to(run.Device);
        using var target = MiniatureNetwork.Create(4, Linear(MiniatureNetwork.Features, 3)).to(run.Device);
        using var optimizer = torch.optim.RMSProp(network.parameters(), LearningRate, alpha: 0.95, eps: 0.01, momentum: 0.95, centered: true);
        var options = Settings(Steps) with { TrainEvery = TrainEvery, Loss = TemporalDifferenceLoss.Huber };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    /// <summary>What the paper has for 5,000,000 frames; for fewer than 500,000, exploration falls within a fifth of them.</summary>
    internal static DqnOptions Settings(int steps) => new()
    {
        Steps = steps, Exploration = new LinearExploration(1, 0.1, Math.Min(100_000, steps / 5)), ReplayCapacity = 100_000, BatchSize = 32,
        LearningStarts = Math.Min(5_000, steps / 5), TargetUpdateEvery = 1_000, EvaluateEvery = 20_000,
    };
}
