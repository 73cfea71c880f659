using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments.Tests;

public sealed class ExtensionTests
{
    /// <summary>Arms earn 0.2, 0.4, 0.6 and 1; the best is broken, so the third is the best that is allowed: it is worth 0.6 / (1 - 0.5).</summary>
    [Fact]
    public async Task A_stranger_writes_an_algorithm_of_public_parts_and_it_obeys_a_mask()
    {
        manual_seed(1);
        var bandit = new Bandit(BanditSettings.Normal([0.2, 0.4, 0.6, 1.0]), timeLimit: 50);
        using var world = new ActionMask<float>(bandit, allowed => allowed[3] = false);
        using var network = Linear(1, 4);
        using var target = Linear(1, 4);
        await StrangersAlgorithm.Train(world, network, target, steps: 3_000, seed: 1);
        using var values = network.call(ones(1, 1));
        var learned = values.data<float>().ToArray();
        learned.Take(3).Should().BeInAscendingOrder();
        learned[2].Should().BeApproximately(1.2f, 0.4f, "rewards have a deviation of 1");
    }
}
