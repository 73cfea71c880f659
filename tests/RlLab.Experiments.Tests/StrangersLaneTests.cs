using RlLab.Engines;
using RlLab.Environments;
using RlLab.Lanes;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments.Tests;

/// <summary>An algorithm that knows nothing of lanes, in lanes.</summary>
public sealed class StrangersLaneTests
{
    [Fact]
    public async Task A_strangers_algorithm_learns_in_a_lane_to_the_bit_what_it_learns_alone()
    {
        Assert.SkipWhen(
            TorchEngines.Loaded.Engine == TorchEngine.Libtorch, "On libtorch lanes share a generator, and joint products round otherwise.");
        const int runs = 8;
        var (together, scheduler, next) = (new float[runs][], new LaneScheduler(5), 0);
        scheduler.Run(() => next == runs ? null : Training(next++), CancellationToken.None);

        scheduler.Statistics.LanesPerCall.Should().BeGreaterThan(3);
        for (var number = 0; number < runs; number++)
        {
            manual_seed(number);
            together[number].Should().Equal(await Learned(number), $"that is run {number} alone");
        }

        TestTraining Training(int number) => new(number, async () => together[number] = await Learned(number));
    }

    private static async Task<float[]> Learned(int number)
    {
        var bandit = new Bandit(BanditSettings.Normal([0.2, 0.4, 0.6, 1.0]), timeLimit: 50);
        using var world = new ActionMask<float>(bandit, allowed => allowed[3] = false);
        using var network = Linear(1, 4);
        using var target = Linear(1, 4);
        await StrangersAlgorithm.Train(world, network, target, steps: 100 + 10 * number, seed: number);
        using var values = network.call(ones(1, 1));
        return values.data<float>().ToArray();
    }
}
