using RlLab.Algorithms.Sac;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Checkpoints;

/// <summary>With a memory that goes round several times, batch normalisation, and trainings of several updates.</summary>
public sealed class SacResumeTests : ResumeContract
{
    protected override async Task Train(IRun run)
    {
        using var world = new AimWorld(steps: 7);
        using var evaluationWorld = new AimWorld();
        using var policy = Sequential(Linear(1, 12), BatchNorm1d(12), ReLU(), Linear(12, 4));
        using var critic = new TwinCritic(() => Sequential(Linear(3, 8), BatchNorm1d(8), Tanh(), Linear(8, 1)));
        using var target = new TwinCritic(() => Sequential(Linear(3, 8), BatchNorm1d(8), Tanh(), Linear(8, 1)));
        using var policyOptimizer = optim.AdamW(policy.parameters(), 0.01);
        using var criticOptimizer = optim.RMSProp(critic.parameters(), 0.01);
        var options = new SacOptions
        {
            Steps = 400, ReplayCapacity = 90, BatchSize = 8, LearningStarts = 40, TrainEvery = 3, UpdatesPerTraining = 2, TargetUpdateRate = 0.1,
            TemperatureLearningRate = 0.01, EvaluateEvery = 100, EvaluationEpisodes = 2, FinalEvaluationEpisodes = 2, LogEvery = 40,
        };
        await new SacTrainer(world, evaluationWorld, policy, critic, target, policyOptimizer, criticOptimizer, options).Train(run);
    }
}
