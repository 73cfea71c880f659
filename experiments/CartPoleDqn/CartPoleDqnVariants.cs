using RlLab.Algorithms.Dqn;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>What does each of DQN's options do on CartPole, added alone to CleanRL's settings?</summary>
[Experiment("cartpole-dqn-variants")]
[Sweep(Sampler.Grid, Seeds = 10, Objective = "final/return_mean")]
public sealed partial class CartPoleDqnVariants : IExperiment
{
    /// <summary>What is added, or put in another's place.</summary>
    public enum Option
    {
        /// <summary>Nothing: squared errors, Adam, a copied target network, uniform replay, exploration that falls in a line.</summary>
        None,

        /// <summary>Double learning: the network chooses the action that its target then values.</summary>
        Double,

        /// <summary>A dueling network: a state's value and each action's advantage.</summary>
        Dueling,

        /// <summary>Returns of three steps.</summary>
        ThreeSteps,

        /// <summary>Prioritised replay with an exponent of 0.6.</summary>
        Prioritized,

        /// <summary>A target network that moves by 0.005 towards the network in each of its steps, instead of a copy in every 500th.</summary>
        SoftTarget,

        /// <summary>The Huber loss.</summary>
        Huber,

        /// <summary>Each gradient clamped to [-1, 1].</summary>
        ClampedGradients,

        /// <summary>Gradients scaled down to a common norm of 10.</summary>
        LimitedNorm,

        /// <summary>RMSprop, at the same step size.</summary>
        RmsProp,

        /// <summary>Stochastic gradient descent with a step size of 0.01 and a momentum of 0.9.</summary>
        Sgd,

        /// <summary>Exploration that falls exponentially, by a factor e in each eighth of the steps.</summary>
        ExponentialExploration,

        /// <summary>The distribution of returns by 101 atoms from -100 to 100 (C51).</summary>
        Atoms,

        /// <summary>The distribution of returns by 25 quantiles (QR-DQN).</summary>
        Quantiles,

        /// <summary>Noisy layers instead of random actions.</summary>
        Noise,
    }

    /// <summary>What is added, or put in another's place.</summary>
    [Choice(
        Option.None, Option.Double, Option.Dueling, Option.ThreeSteps, Option.Prioritized, Option.SoftTarget, Option.Huber,
        Option.ClampedGradients, Option.LimitedNorm, Option.RmsProp, Option.Sgd, Option.ExponentialExploration, Option.Atoms, Option.Quantiles,
        Option.Noise)]
    public Option Added { get; init; } = Option.None;

    /// <summary>The step size of Adam and RMSprop.</summary>
    public double LearningRate { get; init; } = 2.5e-4;

    /// <summary>Environment steps to train for.</summary>
    public int Steps { get; init; } = 100_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = new CartPole();
        using var evaluationWorld = new CartPole();
        using var network = Network().to(run.Device);
        using var target = Network().to(run.Device);
        using optim.Optimizer optimizer = Added switch
        {
            Option.RmsProp => optim.RMSProp(network.parameters(), LearningRate),
            Option.Sgd => optim.SGD(network.parameters(), 0.01, momentum: 0.9),
            _ => optim.Adam(network.parameters(), LearningRate),
        };
        var plain = CartPoleDqnCleanRl.Settings(Steps);
        var options = Added switch
        {
            Option.Double => plain with { Double = true },
            Option.ThreeSteps => plain with { NStep = 3 },
            Option.Prioritized => plain with { PriorityExponent = 0.6 },
            Option.SoftTarget => plain with { TargetUpdateRate = 0.005, TargetUpdateEvery = 1 },
            Option.Huber => plain with { Loss = TemporalDifferenceLoss.Huber },
            Option.ClampedGradients => plain with { GradientLimit = GradientLimit.Value, GradientLimitValue = 1 },
            Option.LimitedNorm => plain with { GradientLimit = GradientLimit.Norm, GradientLimitValue = 10 },
            Option.Atoms or Option.Quantiles => plain with { Distribution = Distribution },
            Option.Noise => plain with { Exploration = ExplorationSchedule.None },
            Option.ExponentialExploration => plain with { Exploration = new ExponentialExploration(1, 0.05, Steps / 8.0) },
            _ => plain,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    private ValueDistribution? Distribution => Added switch
    {
        Option.Atoms => new CategoricalDistribution(-100, 100, 101),
        Option.Quantiles => new QuantileDistribution(25),
        _ => null,
    };

    private Module<Tensor, Tensor> Network()
    {
        if (Added == Option.Noise)
        {
            return Sequential(new NoisyLinear(4, 120), ReLU(), new NoisyLinear(120, 84), ReLU(), new NoisyLinear(84, 2));
        }

        Module<Tensor, Tensor> head = Added == Option.Dueling ? new DuelingHead(84, actions: 2) : Linear(84, 2 * (Distribution?.Numbers ?? 1));
        return Sequential(Linear(4, 120), ReLU(), Linear(120, 84), ReLU(), head);
    }
}
