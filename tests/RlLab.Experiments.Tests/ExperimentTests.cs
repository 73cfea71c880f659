using RlLab.Generated;

namespace RlLab.Experiments.Tests;

/// <summary>Every experiment of the catalogue trains, for a moment, from end to end.</summary>
public sealed class ExperimentTests
{
    public static TheoryData<string> Names => [.. ExperimentCatalogue.All.Select(experiment => experiment.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_trains_and_logs_its_objective(string name)
    {
        Assert.SkipWhen(name == "mspacman-dqn", "It needs Python with gymnasium[atari]; that its absence is told is tested apart.");
        var run = await ShortRun.OfAsync(name, seed: 1);
        var experiment = ExperimentCatalogue.All.Single(e => e.Name == name);
        run.Values(experiment.Sweep!.Objective).Should().NotBeEmpty().And.OnlyContain(value => double.IsFinite(value));
        run.Parameters.Keys.Should().Equal(experiment.Defaults.Select(parameter => parameter.Key));
        run.Videos.Values.Should().NotContain(video => video.Frames.Count < 2 || video.FramesPerSecond <= 0);
        run.Checkpoints.Values.Should().NotContain(checkpoint => checkpoint.Content.Length == 0);
    }

    [Theory]
    [InlineData("cartpole-dqn", 1500)]
    [InlineData("maze-chase-dqn", 1100)]
    public async Task A_dqn_is_filmed_with_its_step_and_pictured_in_four_panels(string name, long steps)
    {
        var run = await ShortRun.OfAsync(name, seed: 1);
        run.Videos.Keys.Should().Equal($"replay-step-{steps}");
        run.Figures["episodes"].Panels.Select(panel => panel.Title).Should().Equal("Mean reward", "Mean value", "Sum of rewards", "Duration");
        ((LinePanel)run.Figures["episodes"].Panels[2]).Lines[0].Y.Should().Equal(run.Values("episode/return"));
    }

    [Fact]
    public async Task Reinforce_is_filmed_with_its_step()
    {
        var run = await ShortRun.OfAsync("cartpole-reinforce", seed: 1);
        run.Videos.Keys.Should().Equal($"replay-step-{run.Metrics[^1].Step}");
    }

    [Fact]
    public async Task A_run_repeats_to_the_last_bit()
    {
        Kept(await ShortRun.OfAsync("cartpole-reinforce", seed: 5)).Should().Equal(Kept(await ShortRun.OfAsync("cartpole-reinforce", seed: 5)));

        static IEnumerable<(string, double, long)> Kept(RecordingRun run) => run.Metrics.Where(m => m.Name != "iteration/steps_per_second");
    }

    [Fact]
    public async Task Without_the_game_the_command_that_brings_it_is_named()
    {
        var python = Environment.GetEnvironmentVariable("RLLAB_PYTHON");
        Environment.SetEnvironmentVariable("RLLAB_PYTHON", "python-that-is-not-there");
        try
        {
            var train = () => ShortRun.OfAsync("mspacman-dqn", seed: 1);
            await train.Should().ThrowAsync<Environments.Gymnasium.GymnasiumException>()
                .WithMessage("*ALE/MsPacman-v5*Install Python 3*RLLAB_PYTHON*");
        }
        finally
        {
            Environment.SetEnvironmentVariable("RLLAB_PYTHON", python);
        }
    }
}
