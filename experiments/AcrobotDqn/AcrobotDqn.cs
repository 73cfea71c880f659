using RlLab.Algorithms.Dqn;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>How fast does DQN learn to swing a two-link robot up to the line?</summary>
[Experiment("acrobot-dqn")]
[Sweep(Sampler.Random, Trials = 20, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class AcrobotDqn : IExperiment
{
    /// <summary>Adam's step size.</summary>
    [LogUniform(1e-4, 1e-2)]
    public double LearningRate { get; init; } = 6.3e-4;

    /// <summary>The discount of later rewards.</summary>
    [Choice(0.98, 0.99, 0.995)]
    public double Discount { get; init; } = 0.99;

    /// <summary>Environment steps between updates of the target network.</summary>
    [Choice(100, 250, 600)]
    public int TargetUpdateEvery { get; init; } = 250;

    /// <summary>Whether the network chooses the action that its target then values.</summary>
    [Choice(false, true)]
    public bool Double { get; init; } = false;

    /// <summary>Rewards that are summed before the target network takes over.</summary>
    [Choice(1, 3)]
    public int NStep { get; init; } = 1;

    /// <summary>Units of each of the network's two hidden layers.</summary>
    public int HiddenUnits { get; init; } = 256;

    /// <summary>Environment steps to train for.</summary>
    public int Steps { get; init; } = 100_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = new Acrobot();
        using var evaluationWorld = new Acrobot();
        using var network = Network().to(run.Device);
        using var target = Network().to(run.Device);
        using var optimizer = optim.Adam(network.parameters(), LearningRate);
        var options = new DqnOptions
        {
            Steps = Steps, Discount = Discount, TargetUpdateEvery = TargetUpdateEvery, Double = Double, NStep = NStep, BatchSize = 128,
            Exploration = new LinearExploration(1, 0.1, Steps * 12 / 100), ReplayCapacity = 50_000, LearningStarts = 1_000,
            TrainEvery = 4, UpdatesPerTraining = 4, Loss = TemporalDifferenceLoss.Huber, GradientLimit = GradientLimit.Norm, GradientLimitValue = 10,
            FilmEvery = 20_000,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    private Module<Tensor, Tensor> Network() =>
        Sequential(Linear(6, HiddenUnits), ReLU(), Linear(HiddenUnits, HiddenUnits), ReLU(), Linear(HiddenUnits, 3));
}
