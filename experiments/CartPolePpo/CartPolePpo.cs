using RlLab.Algorithms.Ppo;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>How well does PPO balance a pole after 100,000 steps, and which settings does that take?</summary>
[Experiment("cartpole-ppo")]
[Sweep(Sampler.Random, Trials = 20, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class CartPolePpo : IExperiment
{
    /// <summary>Adam's step size at first; it falls to 0 in a line.</summary>
    [LogUniform(3e-4, 1e-2)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps of each world in a rollout.</summary>
    [Choice(32, 64, 128)]
    public int RolloutLength { get; init; } = 32;

    /// <summary>How often each step of a rollout is learned from.</summary>
    [Choice(4, 10, 20)]
    public int Epochs { get; init; } = 20;

    /// <summary>The discount of later rewards.</summary>
    [Choice(0.98, 0.99)]
    public double Discount { get; init; } = 0.98;

    /// <summary>The weight of later advantages.</summary>
    [Choice(0.8, 0.95)]
    public double GaeLambda { get; init; } = 0.8;

    /// <summary>The weight of the entropy bonus.</summary>
    [Choice(0.0, 0.01)]
    public double EntropyWeight { get; init; } = 0.0;

    /// <summary>Units of each of the networks' two hidden layers.</summary>
    [Choice(32, 64)]
    public int HiddenUnits { get; init; } = 64;

    /// <summary>Environment steps to train for, of all 8 worlds together.</summary>
    public int Steps { get; init; } = 100_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var worlds = new CartPoleVector(8);
        using var evaluationWorld = new CartPole();
        using var networks = new ActorCritic(Network(2).WithOrthogonalWeights(0.01), Network(1).WithOrthogonalWeights(1)).To(run.Device);
        using var optimizer = torch.optim.Adam(networks.Parameters, LearningRate, eps: 1e-5);
        var options = new PpoOptions
        {
            Steps = Steps, RolloutLength = RolloutLength, Minibatches = 1, Epochs = Epochs, Discount = Discount, GaeLambda = GaeLambda,
            EntropyWeight = EntropyWeight, ValueClipRange = null, FilmEvery = 50_000,
        };
        await new PpoTrainer<float, int>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }

    private Module<torch.Tensor, torch.Tensor> Network(int outputs) =>
        Sequential(Linear(4, HiddenUnits), Tanh(), Linear(HiddenUnits, HiddenUnits), Tanh(), Linear(HiddenUnits, outputs));
}
