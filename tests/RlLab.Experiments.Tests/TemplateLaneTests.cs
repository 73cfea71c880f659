using Experiments;
using RlLab.Engines;
using RlLab.Environments;
using RlLab.Lanes;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments.Tests;

/// <summary>What <c>dotnet new rllab-algorithm</c> makes, in lanes, of which it says nothing.</summary>
public sealed class TemplateLaneTests
{
    [Theory]
    [InlineData(2, 3)]
    [InlineData(7, 9)]
    public async Task The_templates_algorithm_and_its_network_train_in_a_lane_to_the_bit_as_they_do_alone(int width, int runs)
    {
        Assert.SkipWhen(
            TorchEngines.Loaded.Engine == TorchEngine.Libtorch, "On libtorch lanes share a generator, and joint products round otherwise.");
        var (together, scheduler, next) = (new RecordingRun[runs], new LaneScheduler(width), 0);
        scheduler.Run(() => next == runs ? null : Training(next++), CancellationToken.None);

        scheduler.Statistics.NotJoined.Should().BeEmpty();
        scheduler.Statistics.LanesPerCall.Should().BeGreaterThan(1.3);
        for (var number = 0; number < runs; number++)
        {
            manual_seed(number);
            var alone = await Trained(number);
            together[number].Metrics.Should().Equal(alone.Metrics, $"that is run {number} alone");
            together[number].Checkpoints["last"].Content.Should().Equal(alone.Checkpoints["last"].Content, $"that is run {number} alone");
        }

        TestTraining Training(int number) => new(number, async () => together[number] = await Trained(number));
    }

    private static async Task<RecordingRun> Trained(int number)
    {
        using var world = new CartPole(timeLimit: 40 + 10 * (number % 3));
        using Module<Tensor, Tensor> network = number % 4 == 3 ? Sequential(Linear(4, 3), Tanh(), Linear(3, 2)) : Linear(4, 2);
        var run = new RecordingRun(number);
        await new MyMethod(world, network, new MyMethodOptions { Iterations = 2 + number % 2, Population = 10, Elite = 3 }).Train(run);
        return run;
    }
}
