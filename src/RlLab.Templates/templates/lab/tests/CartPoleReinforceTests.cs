using RlLab;
using RlLab.Testing;
using TorchSharp;

namespace Experiments.Tests;

public sealed class CartPoleReinforceTests
{
    [Fact]
    public async Task It_logs_what_its_sweep_compares()
    {
        IDeclaredExperiment experiment = new CartPoleReinforce { Iterations = 1 };
        var run = new RecordingRun(seed: 0);

        await experiment.Train(run);

        run.Values(experiment.Descriptor.Sweep!.Objective).Should().NotBeEmpty().And.OnlyContain(value => double.IsFinite(value));
    }

    [Fact]
    public async Task The_same_seed_is_the_same_run()
    {
        var (first, second, other) = (await Trained(seed: 1), await Trained(seed: 1), await Trained(seed: 2));

        second.Values("episode/return").Should().Equal(first.Values("episode/return"));
        other.Values("episode/return").Should().NotEqual(first.Values("episode/return"));
    }

    private static async Task<RecordingRun> Trained(long seed)
    {
        var run = new RecordingRun(seed);
        torch.manual_seed(seed);
        await new CartPoleReinforce { Iterations = 2 }.Train(run);
        return run;
    }
}
