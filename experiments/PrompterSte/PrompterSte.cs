using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.StraightThrough;
using TorchSharp;

namespace RlLab.Experiments;

/// <summary>Does a prompter learn to tell a prisoner the way out, when only 8 bits a step and the gradient through them connect the two?</summary>
[Experiment("prompter-ste")]
[Sweep(Sampler.Grid, Seeds = 10, Objective = "eval/return_mean")]
public sealed partial class PrompterSte : IExperiment
{
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

    /// <summary>How often the guard is attentive.</summary>
    public double GuardAttention { get; init; } = 0.5;

    /// <summary>Episodes to train for, in iterations of 2,000; what would not fill one is left.</summary>
    public int Episodes { get; init; } = 20_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var networks = PrompterPrison.Networks(HiddenUnits, Estimator, Channel).to(run.Device);
        using var world = PrompterPrison.World(networks, GuardAttention);
        using var evaluationWorld = PrompterPrison.World(networks, GuardAttention);
        using var optimizer = torch.optim.Adam(networks.parameters(), LearningRate);
        var episodes = Math.Clamp(Episodes, 1, 2_000);
        var options = PrompterPrison.Reinforce with
        {
            EntropyWeight = EntropyWeight,
            EpisodesPerIteration = episodes,
            Iterations = Episodes / episodes,
        };
        await new ReinforceTrainer(world, evaluationWorld, networks, optimizer, options).Train(run);
    }
}
