using RlLab.Algorithms.Networks;
using RlLab.Algorithms.Ppo;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>How well does PPO play MinAtar's Breakout, and in how many frames?</summary>
[Experiment("breakout-ppo")]
[Sweep(Sampler.Random, Trials = 10, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class BreakoutPpo : IExperiment
{
    /// <summary>Adam's step size at first; it falls to 0 in a line.</summary>
    [LogUniform(3e-4, 1e-2)]
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Worlds that are played in at once.</summary>
    [Choice(32, 64, 128)]
    public int Worlds { get; init; } = 64;

    /// <summary>The weight of the entropy bonus.</summary>
    [Choice(0.003, 0.01, 0.03)]
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>Frames to train for, of all worlds together.</summary>
    public int Steps { get; init; } = 1_000_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var worlds = new VectorEnvironment<float, int>(Worlds, () => new Breakout());
        using var evaluationWorld = new Breakout(timeLimit: 10_000);
        using var networks = new ActorCritic(
            Linear(MiniatureNetwork.Features, 3).WithOrthogonalWeights(0.01),
            Linear(MiniatureNetwork.Features, 1).WithOrthogonalWeights(1),
            MiniatureNetwork.Create(4, Identity()).WithOrthogonalWeights(Math.Sqrt(2))).To(run.Device);
        using var optimizer = optim.Adam(networks.Parameters, LearningRate, eps: 1e-5);
        var options = new PpoOptions
        {
            Steps = Steps, EntropyWeight = EntropyWeight, EvaluateEvery = 100_000, EvaluateGreedily = false, FilmEvery = 500_000,
        };
        await new PpoTrainer<float, int>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }
}
