using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Networks;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>What do Rainbow's six additions bring over DQN in MinAtar's Breakout, in as many frames?</summary>
[Experiment("breakout-rainbow")]
[Sweep(Sampler.Random, Trials = 10, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class BreakoutRainbow : IExperiment
{
    /// <summary>Adam's step size.</summary>
    [LogUniform(3e-5, 3e-3)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>The highest return that an atom stands for; the lowest is its negative, so that a new network expects nothing.</summary>
    [Choice(10, 20, 50)]
    public int HighestReturn { get; init; } = 20;

    /// <summary>Rewards that are summed before the target network takes over.</summary>
    [Choice(1, 3, 5)]
    public int NStep { get; init; } = 3;

    /// <summary>Frames between updates.</summary>
    [Choice(1, 2, 4)]
    public int TrainEvery { get; init; } = 4;

    /// <summary>Frames to train for.</summary>
    public int Steps { get; init; } = 100_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        var distribution = new CategoricalDistribution(-HighestReturn, HighestReturn);
        using var world = new Breakout();
        using var evaluationWorld = new Breakout(timeLimit: 10_000);
        using var network = Network(distribution).to(run.Device);
        using var target = Network(distribution).to(run.Device);
        using var optimizer = optim.Adam(network.parameters(), LearningRate, eps: 1.5e-4);
        var options = BreakoutDqn.Settings(Steps) with
        {
            TrainEvery = TrainEvery,
            Double = true,
            NStep = NStep,
            PriorityExponent = 0.5,
            Distribution = distribution,
            Exploration = ExplorationSchedule.None,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    private static Module<Tensor, Tensor> Network(CategoricalDistribution distribution) =>
        MiniatureNetwork.Create(4, new DuelingHead(MiniatureNetwork.Features, 3, distribution.Numbers, initialDeviation: 0.5));
}
