using RlLab.Algorithms.Reinforce;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>How fast does REINFORCE teach a small policy to balance a pole, and which step size, discount and width suit it?</summary>
[Experiment("cartpole-reinforce")]
[Sweep(Sampler.Random, Trials = 6, Seeds = 3, Objective = "eval/return_mean")]
public sealed partial class CartPoleReinforce : IExperiment
{
    /// <summary>Adam's step size.</summary>
    [LogUniform(3e-4, 1e-2)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The discount of later rewards.</summary>
    [Uniform(0.95, 1.0)]
    public double Discount { get; init; } = 0.99;

    /// <summary>Units of the policy's one hidden layer.</summary>
    [Choice(16, 32, 64)]
    public int HiddenUnits { get; init; } = 32;

    /// <summary>The weight of the entropy bonus.</summary>
    public double EntropyWeight { get; init; } = 0.1;

    /// <summary>What is subtracted from the returns.</summary>
    public Baseline Baseline { get; init; } = Baseline.None;

    /// <summary>Whether an update's returns are shifted and scaled to mean 0 and standard deviation 1.</summary>
    public bool NormalizeReturns { get; init; } = false;

    /// <summary>Episodes whose steps form one update.</summary>
    public int EpisodesPerUpdate { get; init; } = 1;

    /// <summary>Iterations of 100 episodes at most; an iteration with a mean return above 500 ends training.</summary>
    public int Iterations { get; init; } = 100;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = new CartPole(timeLimit: 1000);
        using var evaluationWorld = new CartPole(timeLimit: 1000);
        using var policy = Sequential(Linear(4, HiddenUnits), Sigmoid(), Linear(HiddenUnits, 2), LogSoftmax(1)).to(run.Device);
        using var value = Baseline == Baseline.LearnedValue
            ? Sequential(Linear(4, HiddenUnits), Sigmoid(), Linear(HiddenUnits, 1)).to(run.Device)
            : null;
        using var optimizer = torch.optim.Adam(policy.parameters().Concat(value?.parameters() ?? []), LearningRate);
        var options = new ReinforceOptions
        {
            Discount = Discount, EntropyWeight = EntropyWeight, Baseline = Baseline, NormalizeReturns = NormalizeReturns,
            EpisodesPerUpdate = EpisodesPerUpdate, Iterations = Iterations, FilmEvery = 50,
        };
        var result = await new ReinforceTrainer(world, evaluationWorld, policy, optimizer, options, value).Train(run);
        run.SetTag("solved", result.Solved ? "true" : "false");
    }
}
