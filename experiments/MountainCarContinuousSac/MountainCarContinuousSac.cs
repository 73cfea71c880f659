using RlLab.Algorithms.Sac;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>Does SAC drive a car out of a valley with as little push as that takes, where nothing is earned before the first flag?</summary>
[Experiment("mountaincarcontinuous-sac")]
[Sweep(Sampler.Random, Trials = 20, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class MountainCarContinuousSac : IExperiment
{
    /// <summary>For how many steps of the world each action is held.</summary>
    [Choice(1, 8, 16, 32)]
    public int HoldFor { get; init; } = 16;

    /// <summary>The step size of Adam, for policy, critics and temperature.</summary>
    [LogUniform(3e-4, 3e-3)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The discount of later rewards, an action.</summary>
    [Choice(0.98, 0.99, 0.995)]
    public double Discount { get; init; } = 0.99;

    /// <summary>How far the targets move towards the critics after each update.</summary>
    [Choice(0.005, 0.01, 0.02)]
    public double TargetUpdateRate { get; init; } = 0.005;

    /// <summary>Actions that are random, before the first update.</summary>
    [Choice(500, 1_000, 2_000)]
    public int LearningStarts { get; init; } = 500;

    /// <summary>Updates after each action.</summary>
    [Choice(1, 2, 4)]
    public int UpdatesPerAction { get; init; } = 4;

    /// <summary>Actions to train for.</summary>
    public int Actions { get; init; } = 3_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = World();
        using var evaluationWorld = World();
        using var policy = Network(2, 2).to(run.Device);
        using var critic = new TwinCritic(() => Network(3, 1)).to(run.Device);
        using var target = new TwinCritic(() => Network(3, 1)).to(run.Device);
        using var policyOptimizer = optim.Adam(policy.parameters(), LearningRate);
        using var criticOptimizer = optim.Adam(critic.parameters(), LearningRate);
        var options = new SacOptions
        {
            Steps = Actions, Discount = Discount, TargetUpdateRate = TargetUpdateRate, LearningStarts = LearningStarts,
            UpdatesPerTraining = UpdatesPerAction, TemperatureLearningRate = LearningRate, EvaluateEvery = 500, LogEvery = 500,
        };
        await new SacTrainer(world, evaluationWorld, policy, critic, target, policyOptimizer, criticOptimizer, options).Train(run);
    }

    /// <summary>The world, whose position and velocity are brought to [-1, 1]: as it is, the velocity is at most 0.07, and hardly seen.</summary>
    private IEnvironment<float, float[]> World()
    {
        var world = new MountainCarContinuous();
        var (low, high) = (world.ObservationSpace.Low, world.ObservationSpace.High);
        var held = new HeldActions(world, HoldFor);
        return new ObservationTransform<float, float, float[]>(held, new Box<float>(-1, 1, low.Count), (source, observation) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                observation[i] = 2 * (source[i] - low[i]) / (high[i] - low[i]) - 1;
            }
        });
    }

    private static Module<Tensor, Tensor> Network(int inputs, int outputs) =>
        Sequential(Linear(inputs, 64), ReLU(), Linear(64, 64), ReLU(), Linear(64, outputs));

    /// <summary>Each action is held for some steps, whose rewards are added up; noise that is drawn anew at every step leads nowhere here.</summary>
    private sealed class HeldActions(IEnvironment<float, float[]> inner, int steps) : Wrapper<float, float[]>(inner)
    {
        public override double FramesPerSecond => base.FramesPerSecond / steps;

        public override StepResult Step(float[] action, Span<float> observation)
        {
            var (result, reward) = (default(StepResult), 0.0);
            for (var step = 0; step < steps && !result.Done; step++)
            {
                result = Inner.Step(action, observation);
                reward += result.Reward;
            }

            return result with { Reward = reward };
        }
    }
}
