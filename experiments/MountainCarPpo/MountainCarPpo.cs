using RlLab.Algorithms.Ppo;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>Does PPO find out that the car must first drive away from its goal, and how soon is it there?</summary>
[Experiment("mountaincar-ppo")]
[Sweep(Sampler.Random, Trials = 20, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class MountainCarPpo : IExperiment
{
    /// <summary>Adam's step size.</summary>
    [LogUniform(1e-4, 3e-3)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps of each of the 16 worlds in a rollout.</summary>
    [Choice(16, 64, 128)]
    public int RolloutLength { get; init; } = 64;

    /// <summary>How often each step of a rollout is learned from.</summary>
    [Choice(4, 10)]
    public int Epochs { get; init; } = 10;

    /// <summary>The weight of later advantages.</summary>
    [Choice(0.95, 0.98)]
    public double GaeLambda { get; init; } = 0.98;

    /// <summary>The weight of the entropy bonus.</summary>
    [Choice(0.0, 0.01)]
    public double EntropyWeight { get; init; } = 0.0;

    /// <summary>Whether the step size falls to 0 in a line.</summary>
    [Choice(false, true)]
    public bool AnnealLearningRate { get; init; } = true;

    /// <summary>Environment steps to train for, of all worlds together.</summary>
    public int Steps { get; init; } = 1_000_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var worlds = new VectorEnvironment<float, int>(16, () => new MountainCar());
        using var evaluationWorld = new MountainCar();
        using var networks = new ActorCritic(
            Network(3).WithOrthogonalWeights(0.01), Network(1).WithOrthogonalWeights(1), new ObservationNormalization(2)).To(run.Device);
        using var optimizer = optim.Adam(networks.Parameters, LearningRate, eps: 1e-5);
        var options = new PpoOptions
        {
            Steps = Steps, RolloutLength = RolloutLength, Minibatches = RolloutLength / 4, Epochs = Epochs, GaeLambda = GaeLambda,
            EntropyWeight = EntropyWeight, ValueClipRange = null, ValueWeight = 1, NormalizeRewards = true, AnnealLearningRate = AnnealLearningRate,
            EvaluateEvery = 50_000, FilmEvery = 500_000,
        };
        await new PpoTrainer<float, int>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }

    private static Module<Tensor, Tensor> Network(int outputs) => Sequential(Linear(2, 64), Tanh(), Linear(64, 64), Tanh(), Linear(64, outputs));
}
