using RlLab;
using RlLab.Algorithms.Dqn;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Experiments;

/// <summary>How well does DQN balance a pole after 20,000 steps, and does double DQN help?</summary>
[Experiment("my-question")]
[Sweep(Sampler.Grid, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class MyQuestion : IExperiment
{
    /// <summary>Adam's step size.</summary>
    [Choice(1e-3, 2e-3)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Whether the network chooses the action that its target then values.</summary>
    [Choice(false, true)]
    public bool Double { get; init; } = true;

    /// <summary>Environment steps to train for.</summary>
    public int Steps { get; init; } = 20_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = new CartPole();
        using var evaluationWorld = new CartPole();
        using var network = Network().to(run.Device);
        using var target = Network().to(run.Device);
        using var optimizer = optim.Adam(network.parameters(), LearningRate);
        var options = new DqnOptions
        {
            Steps = Steps, Double = Double, Exploration = new LinearExploration(1, 0.05, Steps / 5), LearningStarts = Steps / 20,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    private static Module<Tensor, Tensor> Network() => Sequential(Linear(4, 64), ReLU(), Linear(64, 64), ReLU(), Linear(64, 2));
}
