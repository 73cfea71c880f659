using RlLab.Algorithms.StraightThrough;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.Checkpoints;

/// <summary>With bits that are drawn from torch's own generator.</summary>
public sealed class RegressionResumeTests : ResumeContract
{
    protected override async Task Train(IRun run)
    {
        using var training = RegressionData.Taught(50, 4, 3, new RandomGenerator(1), new RandomGenerator(2));
        using var test = RegressionData.Taught(20, 4, 3, new RandomGenerator(1), new RandomGenerator(3));
        using var network = new BinaryBottleneck(4, 3, 1, Estimator.Stochastic);
        using var optimizer = optim.Adagrad(network.parameters(), 0.05);
        await new RegressionTrainer(network, optimizer, batchSize: 16, epochs: 40).Train(training, test, run);
    }
}
