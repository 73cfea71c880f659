using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.StraightThrough;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>Does PPO train a prompter's channel of 8 bits better than REINFORCE does, in as many steps?</summary>
[Experiment("prompter-ppo")]
[Sweep(Sampler.Grid, Seeds = 10, Objective = "eval/return_mean")]
public sealed partial class PrompterPpo : IExperiment
{
    /// <summary>What trains prompter and prisoner.</summary>
    public enum Trainer
    {
        /// <summary>The clipped objective, over a rollout of 8 worlds, several times.</summary>
        Ppo,

        /// <summary>The policy gradient over 32 whole episodes, once, as in prompter-ste.</summary>
        Reinforce,
    }

    /// <summary>What trains prompter and prisoner.</summary>
    [Choice(Trainer.Ppo, Trainer.Reinforce)]
    public Trainer Algorithm { get; init; } = Trainer.Ppo;

    /// <summary>What the prisoner hears.</summary>
    [Choice(Channel.Trained, Channel.Zero, Channel.Random)]
    public Channel Channel { get; init; } = Channel.Trained;

    /// <summary>What the bits pass backward.</summary>
    public Estimator Estimator { get; init; } = Estimator.StraightThrough;

    /// <summary>Adam's step size.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Units of each network's hidden layer.</summary>
    public int HiddenUnits { get; init; } = 64;

    /// <summary>The weight of the entropy bonus.</summary>
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>How often PPO learns from each step of a rollout.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>The weight of later advantages, for PPO.</summary>
    public double GaeLambda { get; init; } = 0.95;

    /// <summary>How often the guard is attentive.</summary>
    public double GuardAttention { get; init; } = 0.5;

    /// <summary>Environment steps to train for; REINFORCE ends the 256 episodes in which it comes to them.</summary>
    public int Steps { get; init; } = 300_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var networks = PrompterPrison.Networks(HiddenUnits, Estimator, Channel).to(run.Device);
        using var evaluationWorld = PrompterPrison.World(networks, GuardAttention);
        await (Algorithm == Trainer.Ppo ? Ppo() : Reinforce());

        async Task Ppo()
        {
            using var worlds = new VectorEnvironment<float, int>(8, () => PrompterPrison.World(networks, GuardAttention));
            using var both = new ActorCritic(
                networks, Sequential(Linear(worlds.ObservationSpace.Length, HiddenUnits), ReLU(), Linear(HiddenUnits, 1)).to(run.Device));
            using var optimizer = torch.optim.Adam(both.Parameters, LearningRate);
            var options = new PpoOptions
            {
                Steps = Steps, Epochs = Epochs, Discount = PrompterPrison.Reinforce.Discount, GaeLambda = GaeLambda, EntropyWeight = EntropyWeight,
                ValueClipRange = null, AnnealLearningRate = false, EvaluateGreedily = false, EvaluateEvery = 15_000,
                EvaluationEpisodes = PrompterPrison.Reinforce.EvaluationEpisodes,
            };
            await new PpoTrainer<float, int>(worlds, evaluationWorld, both, optimizer, options).Train(run);
        }

        async Task Reinforce()
        {
            using var world = PrompterPrison.World(networks, GuardAttention);
            using var optimizer = torch.optim.Adam(networks.parameters(), LearningRate);
            var options = PrompterPrison.Reinforce with
            {
                EntropyWeight = EntropyWeight,
                EpisodesPerIteration = 256,
                Iterations = int.MaxValue,
                EvaluateEvery = 4,
                Steps = Steps,
            };
            await new ReinforceTrainer(world, evaluationWorld, networks, optimizer, options).Train(run);
        }
    }
}
