using RlLab.Algorithms.Ppo;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>PPO on CartPole with the settings that CleanRL publishes, to compare with its results and its speed.</summary>
[Experiment("cartpole-ppo-cleanrl")]
[Sweep(Sampler.Grid, Seeds = 10, Objective = "final/return_mean")]
public sealed partial class CartPolePpoCleanRl : IExperiment
{
    /// <summary>Adam's step size at first; it falls to 0 in a line.</summary>
    public double LearningRate { get; init; } = 2.5e-4;

    /// <summary>The worlds that are played in at once.</summary>
    public int Worlds { get; init; } = 4;

    /// <summary>Environment steps to train for, of all worlds together.</summary>
    public int Steps { get; init; } = 500_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var worlds = new CartPoleVector(Worlds);
        using var evaluationWorld = new CartPole();
        using var networks = Networks().To(run.Device);
        using var optimizer = optim.Adam(networks.Parameters, LearningRate, eps: 1e-5);
        var options = Settings(Steps) with { EvaluateEvery = 50_000 };
        await new PpoTrainer<float, int>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }

    /// <summary>What CleanRL publishes, which is what options are by default.</summary>
    internal static PpoOptions Settings(int steps) => new() { Steps = steps };

    /// <summary>CleanRL's networks, apart from each other, upon what else is asked for.</summary>
    internal static ActorCritic Networks(Module<Tensor, Tensor>? trunk = null) =>
        new(Network(2).WithOrthogonalWeights(0.01), Network(1).WithOrthogonalWeights(1), trunk);

    internal static Module<Tensor, Tensor> Network(int outputs) =>
        Sequential(Linear(4, 64), Tanh(), Linear(64, 64), Tanh(), Linear(64, outputs));
}
