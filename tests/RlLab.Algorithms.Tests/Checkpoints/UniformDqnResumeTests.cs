using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Tests.Options;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Checkpoints;

/// <summary>With uniform replay, stacks of observations and a plain optimiser with momentum.</summary>
public sealed class UniformDqnResumeTests : ResumeContract
{
    protected override async Task Train(IRun run)
    {
        using var world = new MatchWorld();
        using var evaluationWorld = new StackedWorld(new MatchWorld(), 2);
        using var network = Sequential(Flatten(), Linear(4, 8), Tanh(), Linear(8, 2));
        using var target = Sequential(Flatten(), Linear(4, 8), Tanh(), Linear(8, 2));
        using var optimizer = optim.SGD(network.parameters(), 0.01, momentum: 0.9);
        var options = new DqnOptions
        {
            Steps = 400,
            Exploration = new ExponentialExploration(1, 0.1, 100),
            ReplayCapacity = 90,
            Stack = 2,
            LearningStarts = 30,
            TrainEvery = 3,
            BatchSize = 4,
            TargetUpdateEvery = 25,
            WaitForReward = true,
            EvaluateEvery = 100,
            EvaluationEpisodes = 1,
            FinalEvaluationEpisodes = 1,
            LogEvery = 40,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }
}
