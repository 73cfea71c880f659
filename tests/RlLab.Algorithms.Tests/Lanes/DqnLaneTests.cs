using RlLab.Algorithms.Dqn;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Lanes;

/// <summary>Huber and squared loss, double learning, priorities, limits, soft targets and the dueling head, by the lane's number.</summary>
public sealed class DqnLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var world = new MatchWorld(5 + number % 3);
        using var evaluationWorld = new MatchWorld();
        using var network = Network(number % 4 == 3);
        using var target = Network(number % 4 == 3);
        using var optimizer = optim.Adam(network.parameters(), number % 9 == 8 ? 1e38 : 0.001 * (1 + number % 3));
        var options = new DqnOptions
        {
            Steps = 120 + 10 * (number % 3), Exploration = new LinearExploration(1, 0.1, 60 + number), ReplayCapacity = 100, BatchSize = 8,
            LearningStarts = 20, TrainEvery = 2, UpdatesPerTraining = 1 + number % 2, TargetUpdateEvery = 10 + number % 3,
            TargetUpdateRate = number % 2 == 0 ? 1 : 0.3, Discount = 0.9 - 0.01 * (number % 5), Double = number % 3 == 0, NStep = 1 + number % 2,
            Loss = (TemporalDifferenceLoss)(number % 2), PriorityExponent = number % 5 == 0 ? 0.6 : 0,
            GradientLimit = (GradientLimit)(number % 3), EvaluateEvery = 50, EvaluationEpisodes = 2, FinalEvaluationEpisodes = 3, LogEvery = 20,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    private static Module<Tensor, Tensor> Network(bool dueling) =>
        dueling
            ? Sequential(Linear(2, 12), ReLU(), new DuelingHead(12, 2))
            : Sequential(Linear(2, 12), ReLU(), Linear(12, 10), ReLU(), Linear(10, 2));
}

/// <summary>Atoms and quantiles, double learning, priorities and the dueling head, by the lane's number.</summary>
public sealed class DistributionalDqnLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        ValueDistribution distribution = number % 3 == 2 ? new QuantileDistribution(5) : new CategoricalDistribution(-1, 4 + number % 2, 5);
        using var world = new MatchWorld(5 + number % 3);
        using var evaluationWorld = new MatchWorld();
        using var network = Network();
        using var target = Network();
        using var optimizer = optim.Adam(network.parameters(), number % 9 == 8 ? 1e38 : 0.001 * (1 + number % 3));
        var options = new DqnOptions
        {
            Steps = 120 + 10 * (number % 3), Exploration = new LinearExploration(1, 0.1, 60 + number), ReplayCapacity = 100, BatchSize = 6,
            LearningStarts = 20, TrainEvery = 2, TargetUpdateEvery = 10 + number % 3, Discount = 0.9 - 0.01 * (number % 5), Double = number % 2 == 0,
            NStep = 1 + number % 2, PriorityExponent = number % 4 == 0 ? 0.6 : 0, Distribution = distribution, EvaluateEvery = 50,
            EvaluationEpisodes = 2, FinalEvaluationEpisodes = 3, LogEvery = 20,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);

        Module<Tensor, Tensor> Network() => number % 4 == 3
            ? Sequential(Linear(2, 12), ReLU(), new DuelingHead(12, 2, distribution.Numbers))
            : Sequential(Linear(2, 12), ReLU(), Linear(12, 2 * distribution.Numbers));
    }
}

/// <summary>Each run has noise of its own, and none while it is evaluated beside others that act.</summary>
public sealed class NoisyDqnLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var world = new MatchWorld(5 + number % 3);
        using var evaluationWorld = new MatchWorld();
        using var network = Network();
        using var target = Network();
        using var optimizer = optim.Adam(network.parameters(), 0.001 * (1 + number % 3));
        var options = new DqnOptions
        {
            Steps = 100 + 10 * (number % 3), Exploration = ExplorationSchedule.None, ReplayCapacity = 100, BatchSize = 6,
            LearningStarts = 20, TrainEvery = 2, TargetUpdateEvery = 10, Double = number % 2 == 0,
            Distribution = number % 3 == 0 ? new CategoricalDistribution(0, 3, 4) : null, EvaluateEvery = 40, EvaluationEpisodes = 2,
            FinalEvaluationEpisodes = 2, LogEvery = 20,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);

        Module<Tensor, Tensor> Network() => Sequential(Linear(2, 8), ReLU(), new DuelingHead(8, 2, number % 3 == 0 ? 4 : 1, initialDeviation: 0.5));
    }
}
