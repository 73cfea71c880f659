using RlLab.Algorithms.Sac;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Lanes;

/// <summary>Temperatures, learned or not, discounts, rates, hidden layers and lengths, by the lane's number; some diverge.</summary>
public sealed class SacLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var world = new AimWorld(5 + number % 3, terminates: number % 2 == 0);
        using var evaluationWorld = new AimWorld();
        var units = 6 + 2 * (number % 2);
        using var policy = Network(1, units, 4);
        using var critic = new TwinCritic(() => Network(3, units, 1));
        using var target = new TwinCritic(() => Network(3, units, 1));
        using var policyOptimizer = optim.Adam(policy.parameters(), number % 9 == 8 ? 1e38 : 0.001 * (1 + number % 3));
        using var criticOptimizer = optim.SGD(critic.parameters(), 0.01, momentum: 0.9);
        var options = new SacOptions
        {
            Steps = 80 + 10 * (number % 3), ReplayCapacity = 60, BatchSize = 6 + number % 4, LearningStarts = 20 + number % 5,
            TrainEvery = 1 + number % 2, UpdatesPerTraining = 1 + number % 2, Discount = 0.9 - 0.01 * (number % 5),
            TargetUpdateRate = number % 7 == 0 ? 1 : 0.05, Temperature = 0.2 + 0.1 * (number % 4),
            TemperatureLearningRate = number % 3 == 0 ? 0 : 0.01, TargetEntropy = number % 5 == 0 ? -1 : null, EvaluateEvery = 40,
            EvaluationEpisodes = 2, FinalEvaluationEpisodes = 3, LogEvery = 20,
        };
        await new SacTrainer(world, evaluationWorld, policy, critic, target, policyOptimizer, criticOptimizer, options).Train(run);
    }

    private static Module<Tensor, Tensor> Network(int inputs, int units, int outputs) =>
        Sequential(Linear(inputs, units), ReLU(), Linear(units, 8), Tanh(), Linear(8, outputs));
}
