using RlLab.Algorithms.Dqn;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Checkpoints;

/// <summary>All that makes a Rainbow: noise, its generators and the distribution too.</summary>
public sealed class RainbowResumeTests : ResumeContract
{
    private static readonly CategoricalDistribution Distribution = new(-1, 3, 9);

    protected override async Task Train(IRun run)
    {
        using var world = new MatchWorld();
        using var evaluationWorld = new MatchWorld();
        using Module<Tensor, Tensor> network = Network(), target = Network();
        using var optimizer = optim.Adam(network.parameters(), 0.01);
        var options = new DqnOptions
        {
            Steps = 300,
            Exploration = ExplorationSchedule.None,
            ReplayCapacity = 128,
            LearningStarts = 40,
            TrainEvery = 2,
            BatchSize = 8,
            TargetUpdateEvery = 10,
            Double = true,
            NStep = 3,
            PriorityExponent = 0.5,
            Distribution = Distribution,
            EvaluateEvery = 75,
            EvaluationEpisodes = 2,
            FinalEvaluationEpisodes = 2,
            LogEvery = 50,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    private static Module<Tensor, Tensor> Network() =>
        Sequential(new NoisyLinear(2, 8), ReLU(), new DuelingHead(8, 2, Distribution.Numbers, initialDeviation: 0.5));
}
