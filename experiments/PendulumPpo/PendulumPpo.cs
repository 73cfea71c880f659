using RlLab.Algorithms.Ppo;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>Does PPO swing a pendulum up, and hold it there, after 100,000 steps?</summary>
[Experiment("pendulum-ppo")]
[Sweep(Sampler.Random, Trials = 20, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class PendulumPpo : IExperiment
{
    /// <summary>Adam's step size.</summary>
    [LogUniform(3e-4, 3e-3)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Whether the step size falls to 0 in a line.</summary>
    [Choice(false, true)]
    public bool AnnealLearningRate { get; init; } = true;

    /// <summary>Steps of each of the 4 worlds in a rollout.</summary>
    [Choice(128, 256, 512, 1024)]
    public int RolloutLength { get; init; } = 256;

    /// <summary>How often each step of a rollout is learned from.</summary>
    [Choice(4, 10, 20)]
    public int Epochs { get; init; } = 10;

    /// <summary>The discount of later rewards.</summary>
    [Choice(0.9, 0.95, 0.97, 0.98)]
    public double Discount { get; init; } = 0.98;

    /// <summary>The weight of later advantages.</summary>
    public double GaeLambda { get; init; } = 0.95;

    /// <summary>How draws come within the bounds of the torque.</summary>
    [Choice]
    public ActionLimit ActionLimit { get; init; } = ActionLimit.Clip;

    /// <summary>Whether rewards are scaled by their running deviation.</summary>
    [Choice]
    public bool NormalizeRewards { get; init; } = true;

    /// <summary>Environment steps to train for, of all worlds together.</summary>
    public int Steps { get; init; } = 100_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var worlds = new VectorEnvironment<float, float[]>(4, () => new Pendulum());
        using var evaluationWorld = new Pendulum();
        using var networks = new ActorCritic(
            Sequential(Linear(3, 64), Tanh(), Linear(64, 64), Tanh(), new GaussianHead(64, 1)).WithOrthogonalWeights(0.01),
            Sequential(Linear(3, 64), Tanh(), Linear(64, 64), Tanh(), Linear(64, 1)).WithOrthogonalWeights(1)).To(run.Device);
        using var optimizer = optim.Adam(networks.Parameters, LearningRate, eps: 1e-5);
        var options = new PpoOptions
        {
            Steps = Steps, RolloutLength = RolloutLength, Minibatches = RolloutLength / 16, Epochs = Epochs, Discount = Discount,
            GaeLambda = GaeLambda, EntropyWeight = 0, ValueClipRange = null, ValueWeight = 1, NormalizeRewards = NormalizeRewards,
            AnnealLearningRate = AnnealLearningRate, ActionLimit = ActionLimit, FilmEvery = 50_000,
        };
        await new PpoTrainer<float, float[]>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }
}
