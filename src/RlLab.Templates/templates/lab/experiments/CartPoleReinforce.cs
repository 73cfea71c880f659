using RlLab;
using RlLab.Algorithms.Reinforce;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Experiments;

/// <summary>How fast does REINFORCE teach a small policy to balance a pole, and which step size and width suit it?</summary>
[Experiment("cartpole-reinforce")]
[Sweep(Sampler.Random, Trials = 4, Seeds = 2, Objective = "eval/return_mean")]
public sealed partial class CartPoleReinforce : IExperiment
{
    /// <summary>Adam's step size.</summary>
    [LogUniform(1e-3, 1e-2)]
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Units of the policy's one hidden layer.</summary>
    [Choice(16, 32, 64)]
    public int HiddenUnits { get; init; } = 32;

    /// <summary>The discount of later rewards.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>Iterations of 100 episodes at most; an iteration with a mean return above 195 ends training.</summary>
    public int Iterations { get; init; } = 20;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = new CartPole(timeLimit: 200);
        using var evaluationWorld = new CartPole(timeLimit: 200);
        using var policy = Sequential(Linear(4, HiddenUnits), Tanh(), Linear(HiddenUnits, 2), LogSoftmax(1)).to(run.Device);
        using var optimizer = torch.optim.Adam(policy.parameters(), LearningRate);
        var options = new ReinforceOptions { Discount = Discount, Iterations = Iterations, SolvedReturn = 195 };
        await new ReinforceTrainer(world, evaluationWorld, policy, optimizer, options).Train(run);
    }
}
