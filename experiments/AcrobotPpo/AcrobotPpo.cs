using RlLab.Algorithms.Ppo;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>How well does PPO swing a two-link robot up to the line?</summary>
[Experiment("acrobot-ppo")]
[Sweep(Sampler.Random, Trials = 20, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class AcrobotPpo : IExperiment
{
    /// <summary>Adam's step size.</summary>
    [LogUniform(1e-4, 3e-3)]
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Steps of each of the 16 worlds in a rollout.</summary>
    [Choice(64, 128, 256)]
    public int RolloutLength { get; init; } = 256;

    /// <summary>How often each step of a rollout is learned from.</summary>
    [Choice(4, 10)]
    public int Epochs { get; init; } = 4;

    /// <summary>The weight of later advantages.</summary>
    [Choice(0.9, 0.94, 0.98)]
    public double GaeLambda { get; init; } = 0.94;

    /// <summary>The weight of the entropy bonus.</summary>
    public double EntropyWeight { get; init; } = 0;

    /// <summary>Whether the step size falls to 0 in a line.</summary>
    [Choice(false, true)]
    public bool AnnealLearningRate { get; init; } = false;

    /// <summary>Environment steps to train for, of all worlds together.</summary>
    public int Steps { get; init; } = 1_000_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var worlds = new VectorEnvironment<float, int>(16, () => new Acrobot());
        using var evaluationWorld = new Acrobot();
        using var networks = new ActorCritic(
            Network(3).WithOrthogonalWeights(0.01), Network(1).WithOrthogonalWeights(1), new ObservationNormalization(6)).To(run.Device);
        using var optimizer = optim.Adam(networks.Parameters, LearningRate, eps: 1e-5);
        var options = new PpoOptions
        {
            Steps = Steps, RolloutLength = RolloutLength, Minibatches = RolloutLength / 4, Epochs = Epochs, GaeLambda = GaeLambda,
            EntropyWeight = EntropyWeight, ValueClipRange = null, ValueWeight = 1, NormalizeRewards = true, AnnealLearningRate = AnnealLearningRate,
            EvaluateEvery = 50_000, FilmEvery = 500_000,
        };
        await new PpoTrainer<float, int>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }

    private static Module<Tensor, Tensor> Network(int outputs) => Sequential(Linear(6, 64), Tanh(), Linear(64, 64), Tanh(), Linear(64, outputs));
}
