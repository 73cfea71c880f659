using RlLab;
using RlLab.Environments;
using RlLab.Testing;
using static TorchSharp.torch.nn;

namespace Experiments.Tests;

public sealed class MyMethodTests
{
    [Fact]
    public async Task It_learns_to_balance_a_pole()
    {
        var run = await Trained(seed: 0, new MyMethodOptions());

        run.Values("train/return_mean")[0].Should().BeLessThan(60, "it begins without a clue");
        run.Values("eval/return_mean").Should().ContainSingle().Which.Should().BeGreaterThan(150);
    }

    [Fact]
    public async Task The_same_seed_is_the_same_run()
    {
        var options = new MyMethodOptions { Iterations = 3 };
        var (first, second, other) = (await Trained(1, options), await Trained(1, options), await Trained(2, options));

        second.Metrics.Should().Equal(first.Metrics);
        other.Metrics.Should().NotEqual(first.Metrics);
    }

    [Fact]
    public void Settings_that_cannot_work_are_refused() =>
        FluentActions.Invoking(() => new MyMethodOptions { Elite = 0 }).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*Elite*");

    [Fact]
    public async Task It_plays_what_it_has_learned()
    {
        var trained = await Trained(seed: 0, new MyMethodOptions());
        using var world = new CartPole(timeLimit: 200);
        using var network = Linear(4, 2);
        var run = new RecordingRun(seed: 1) { Playback = new Playback(3, () => new MemoryStream(trained.Checkpoints["last"].Content)) };

        await new MyMethod(world, network, new MyMethodOptions()).Train(run);

        run.Values("episode/return").Should().HaveCount(3).And.OnlyContain(value => value > 100);
    }

    private static async Task<RecordingRun> Trained(long seed, MyMethodOptions options)
    {
        using var world = new CartPole(timeLimit: 200);
        using var network = Linear(4, 2);
        var run = new RecordingRun(seed);
        await new MyMethod(world, network, options).Train(run);
        return run;
    }
}

/// <summary>Killed at any moment and taken up, it ends to the bit as if it had never stopped.</summary>
public sealed class MyMethodResumeTests : ResumeContract
{
    protected override async Task Train(IRun run)
    {
        using var world = new CartPole(timeLimit: 200);
        using var network = Linear(4, 2);
        await new MyMethod(world, network, new MyMethodOptions { Iterations = 4, Population = 10, Elite = 3 }).Train(run);
    }
}
