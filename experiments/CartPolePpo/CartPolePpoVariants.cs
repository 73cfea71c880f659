using RlLab.Algorithms.Ppo;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>What does each of PPO's implementation details do on CartPole, changed alone in CleanRL's settings?</summary>
[Experiment("cartpole-ppo-variants")]
[Sweep(Sampler.Grid, Seeds = 10, Objective = "final/return_mean")]
public sealed partial class CartPolePpoVariants : IExperiment
{
    /// <summary>What is left out, added, or put in another's place.</summary>
    public enum Detail
    {
        /// <summary>Nothing: the details of CleanRL's program.</summary>
        None,

        /// <summary>One world, with rollouts of four times the length.</summary>
        OneWorld,

        /// <summary>torch's own first weights.</summary>
        DefaultWeights,

        /// <summary>Adam's epsilon of 1e-8 instead of 1e-5.</summary>
        DefaultEpsilon,

        /// <summary>A step size that does not fall.</summary>
        ConstantLearningRate,

        /// <summary>Advantages by the rewards alone: a lambda of 1.</summary>
        RewardsAlone,

        /// <summary>Advantages by one step and the value: a lambda of 0.</summary>
        OneStep,

        /// <summary>One minibatch, of the whole rollout.</summary>
        WholeRollout,

        /// <summary>One epoch.</summary>
        OneEpoch,

        /// <summary>Advantages as they are.</summary>
        RawAdvantages,

        /// <summary>Probabilities that may move any way: a clip range of 1,000.</summary>
        NoPolicyClip,

        /// <summary>Values that may move any way.</summary>
        NoValueClip,

        /// <summary>No entropy bonus.</summary>
        NoEntropyBonus,

        /// <summary>Gradients of any norm.</summary>
        NoGradientLimit,

        /// <summary>Policy and value upon a common trunk.</summary>
        SharedTrunk,

        /// <summary>ReLU instead of tanh.</summary>
        Relu,

        /// <summary>No further epoch above a divergence of 0.01.</summary>
        TargetKl,

        /// <summary>A clip range that falls to 0.</summary>
        AnnealedClipRange,

        /// <summary>Rewards divided by the deviation of their discounted sums.</summary>
        NormalizedRewards,

        /// <summary>Observations of mean 0 and deviation 1.</summary>
        NormalizedObservations,
    }

    /// <summary>What is left out, added, or put in another's place.</summary>
    [Choice]
    public Detail Changed { get; init; } = Detail.None;

    /// <summary>Adam's step size at first.</summary>
    public double LearningRate { get; init; } = 2.5e-4;

    /// <summary>Environment steps to train for, of all worlds together.</summary>
    public int Steps { get; init; } = 100_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var worlds = new CartPoleVector(Changed == Detail.OneWorld ? 1 : 4);
        using var evaluationWorld = new CartPole();
        using var networks = Networks().To(run.Device);
        using var optimizer = optim.Adam(networks.Parameters, LearningRate, eps: Changed == Detail.DefaultEpsilon ? 1e-8 : 1e-5);
        var plain = CartPolePpoCleanRl.Settings(Steps);
        var options = Changed switch
        {
            Detail.OneWorld => plain with { RolloutLength = 512 },
            Detail.ConstantLearningRate => plain with { AnnealLearningRate = false },
            Detail.RewardsAlone => plain with { GaeLambda = 1 },
            Detail.OneStep => plain with { GaeLambda = 0 },
            Detail.WholeRollout => plain with { Minibatches = 1 },
            Detail.OneEpoch => plain with { Epochs = 1 },
            Detail.RawAdvantages => plain with { NormalizeAdvantages = false },
            Detail.NoPolicyClip => plain with { ClipRange = 1_000 },
            Detail.NoValueClip => plain with { ValueClipRange = null },
            Detail.NoEntropyBonus => plain with { EntropyWeight = 0 },
            Detail.NoGradientLimit => plain with { MaxGradientNorm = null },
            Detail.TargetKl => plain with { TargetKl = 0.01 },
            Detail.AnnealedClipRange => plain with { AnnealClipRange = true },
            Detail.NormalizedRewards => plain with { NormalizeRewards = true },
            _ => plain,
        };
        await new PpoTrainer<float, int>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }

    private ActorCritic Networks() => Changed switch
    {
        Detail.DefaultWeights => new(CartPolePpoCleanRl.Network(2), CartPolePpoCleanRl.Network(1)),
        Detail.Relu => new(Rectified(2).WithOrthogonalWeights(0.01), Rectified(1).WithOrthogonalWeights(1)),
        Detail.SharedTrunk => new(
            Linear(64, 2).WithOrthogonalWeights(0.01),
            Linear(64, 1).WithOrthogonalWeights(1),
            Sequential(Linear(4, 64), Tanh(), Linear(64, 64), Tanh()).WithOrthogonalWeights(Math.Sqrt(2))),
        Detail.NormalizedObservations => CartPolePpoCleanRl.Networks(new ObservationNormalization(4)),
        _ => CartPolePpoCleanRl.Networks(),
    };

    private static Module<Tensor, Tensor> Rectified(int outputs) =>
        Sequential(Linear(4, 64), ReLU(), Linear(64, 64), ReLU(), Linear(64, outputs));
}
