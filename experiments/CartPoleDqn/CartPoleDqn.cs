using RlLab.Algorithms.Dqn;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>How well does DQN balance a pole after 50,000 steps, and which settings does that take?</summary>
[Experiment("cartpole-dqn")]
[Sweep(Sampler.Random, Trials = 20, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class CartPoleDqn : IExperiment
{
    /// <summary>Adam, which improves the network.</summary>
    public AdamSettings Optimizer { get; init; } = new();

    /// <summary>How the probability of a random action falls.</summary>
    [Choice]
    public Annealing Exploration { get; init; } = new Annealing.Linear();

    /// <summary>Units of each of the network's two hidden layers.</summary>
    [Choice(64, 128, 256)]
    public int HiddenUnits { get; init; } = 64;

    /// <summary>Environment steps between updates of the target network.</summary>
    [Choice(10, 100, 250, 500)]
    public int TargetUpdateEvery { get; init; } = 500;

    /// <summary>Environment steps between trainings, each of half as many updates.</summary>
    [Choice(2, 4, 8, 256)]
    public int TrainEvery { get; init; } = 256;

    /// <summary>Transitions in an update.</summary>
    [Choice(64, 128)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Whether the network chooses the action that its target then values.</summary>
    [Choice]
    public bool Double { get; init; } = true;

    /// <summary>Rewards that are summed before the target network takes over.</summary>
    [Choice(1, 3)]
    public int NStep { get; init; } = 3;

    /// <summary>Environment steps to train for.</summary>
    public int Steps { get; init; } = 50_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = new CartPole();
        using var evaluationWorld = new CartPole();
        using var network = Network().to(run.Device);
        using var target = Network().to(run.Device);
        using var optimizer = optim.Adam(network.parameters(), Optimizer.LearningRate, eps: Optimizer.Epsilon);
        var options = new DqnOptions
        {
            Steps = Steps, BatchSize = BatchSize, TargetUpdateEvery = TargetUpdateEvery, Double = Double, NStep = NStep,
            Exploration = Exploration.Over(Steps), ReplayCapacity = 100_000, LearningStarts = 1_000,
            TrainEvery = TrainEvery, UpdatesPerTraining = TrainEvery / 2, Loss = TemporalDifferenceLoss.Huber,
            GradientLimit = GradientLimit.Norm, GradientLimitValue = 10, FilmEvery = 20_000,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    private Module<Tensor, Tensor> Network() =>
        Sequential(Linear(4, HiddenUnits), ReLU(), Linear(HiddenUnits, HiddenUnits), ReLU(), Linear(HiddenUnits, 2));
}
