using RlLab.Algorithms.Sac;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>Does SAC swing a pendulum up, and hold it there, after 20,000 steps?</summary>
[Experiment("pendulum-sac")]
[Sweep(Sampler.Random, Trials = 20, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class PendulumSac : IExperiment
{
    /// <summary>The step size of Adam, for policy, critics and temperature.</summary>
    [LogUniform(3e-4, 3e-3)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The discount of later rewards.</summary>
    [Choice(0.95, 0.98, 0.99)]
    public double Discount { get; init; } = 0.99;

    /// <summary>How far the targets move towards the critics after each update.</summary>
    [Choice(0.005, 0.01, 0.02)]
    public double TargetUpdateRate { get; init; } = 0.005;

    /// <summary>Transitions in an update.</summary>
    [Choice(64, 128, 256)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Units of each of the networks' two hidden layers.</summary>
    [Choice(64, 128, 256)]
    public int HiddenUnits { get; init; } = 64;

    /// <summary>Environment steps of random actions before the first update.</summary>
    public int LearningStarts { get; init; } = 100;

    /// <summary>Environment steps to train for.</summary>
    public int Steps { get; init; } = 20_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = new Pendulum();
        using var evaluationWorld = new Pendulum();
        using var policy = Network(3, 2).to(run.Device);
        using var critic = new TwinCritic(() => Network(4, 1)).to(run.Device);
        using var target = new TwinCritic(() => Network(4, 1)).to(run.Device);
        using var policyOptimizer = optim.Adam(policy.parameters(), LearningRate);
        using var criticOptimizer = optim.Adam(critic.parameters(), LearningRate);
        var options = new SacOptions
        {
            Steps = Steps, Discount = Discount, TargetUpdateRate = TargetUpdateRate, BatchSize = BatchSize, LearningStarts = LearningStarts,
            TemperatureLearningRate = LearningRate, EvaluateEvery = 2_000, FilmEvery = 10_000,
        };
        await new SacTrainer(world, evaluationWorld, policy, critic, target, policyOptimizer, criticOptimizer, options).Train(run);
    }

    private Module<Tensor, Tensor> Network(int inputs, int outputs) =>
        Sequential(Linear(inputs, HiddenUnits), ReLU(), Linear(HiddenUnits, HiddenUnits), ReLU(), Linear(HiddenUnits, outputs));
}
