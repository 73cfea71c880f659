using RlLab.Algorithms.Bandits;
using RlLab.Algorithms.StraightThrough;
using RlLab.Algorithms.Tests.Bandits;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.Lanes;

public sealed class BanditLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var world = new BanditWorld([1, 0.9, 0.2], 0.1 + 0.1 * (number % 3));
        using var network = PolicyGradientAgent.CreateNetwork(3);
        using var optimizer = optim.Adam(network.parameters(), 0.001 * (1 + number % 4), eps: 1e-7);
        using var agent = new PolicyGradientAgent(network, optimizer, 3, run.Device);
        await new BanditTrainer(world, agent, 100 + 7 * (number % 5), logEvery: 10).Train(run);
    }
}

/// <summary>The samples of a batch, the estimator and the number of epochs differ from lane to lane; drawn bits are not joined.</summary>
public sealed class RegressionLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var training = RegressionData.Taught(50, 6, 4, new RandomGenerator(8), new RandomGenerator(run.Seed).Fork(1));
        using var test = RegressionData.Taught(20, 6, 4, new RandomGenerator(8), new RandomGenerator(run.Seed).Fork(2));
        using var network = new BinaryBottleneck(6, 5, 1, number % 3 == 0 ? Estimator.Clipped : Estimator.StraightThrough);
        using optim.Optimizer optimizer = number % 2 == 0
            ? optim.SGD(network.parameters(), 0.01, momentum: 0.9)
            : optim.Adam(network.parameters(), 0.01);
        await new RegressionTrainer(network, optimizer, batchSize: 8 + 3 * (number % 3), epochs: 70 + number % 4).Train(training, test, run);
    }
}

public sealed class DrawnBitsLaneTests : LaneContract
{
    protected override bool Joins => false;

    protected override async Task Train(IRun run, int number)
    {
        using var training = RegressionData.Unrelated(20, 4, new RandomGenerator(run.Seed).Fork(1));
        using var test = RegressionData.Unrelated(20, 4, new RandomGenerator(run.Seed).Fork(2));
        using var network = new BinaryBottleneck(4, 3, 1, Estimator.Stochastic);
        using var optimizer = optim.Adam(network.parameters(), 0.01);
        await new RegressionTrainer(network, optimizer, batchSize: 8, epochs: 110).Train(training, test, run);
    }
}
