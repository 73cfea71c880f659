using RlLab.Algorithms.Sac;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Sac;

public sealed class SacTrainerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_learns_to_aim(bool terminates)
    {
        using var aiming = new Aiming { World = new AimWorld(terminates: terminates) };
        var run = await aiming.Train(new RecordingRun(seed: 2));
        run.Values("final/return_mean").Single().Should().BeGreaterThan(-0.3, "0 is perfect and about -10 is chance");
        run.Values("eval/return_mean").Should().HaveCount(3);
        run.Checkpoints.Keys.Should().BeEquivalentTo("best", "last");
        run.Videos.Keys.Should().Equal("replay-step-1500");
        run.Values("episode/length").Should().OnlyContain(length => length == 8).And.HaveCount(1500 / 8);
        run.Values("train/alpha").Should().BeInDescendingOrder("there is more entropy than wanted, until there is not").And.OnlyContain(a => a > 0);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_metrics_to_the_last_bit()
    {
        Kept(await Run(3)).Should().Equal(Kept(await Run(3)));
        Kept(await Run(3)).Should().NotEqual(Kept(await Run(4)));

        static async Task<RecordingRun> Run(long seed)
        {
            using var aiming = new Aiming { Options = Aiming.Short with { Steps = 300 } };
            return await aiming.Train(new RecordingRun(seed));
        }

        static IEnumerable<(string, double, long)> Kept(RecordingRun run) => run.Metrics.Where(m => m.Name != "train/steps_per_second");
    }

    [Fact]
    public async Task Before_learning_starts_actions_are_drawn_from_all_of_the_space_alike()
    {
        var actions = new List<float[]>();
        using var aiming = new Aiming
        {
            World = new AimWorld { Watch = actions.Add },
            Options = Aiming.Short with { Steps = 1_000, LearningStarts = 1_000, ReplayCapacity = 1_000, BatchSize = 1 },
        };
        var run = await aiming.Train(new RecordingRun(seed: 1));
        actions.Should().HaveCount(1_000);
        foreach (var (element, low, high) in new[] { (0, -2f, 2f), (1, 0f, 1f) })
        {
            var quarters = actions.GroupBy(action => (int)(4 * (action[element] - low) / (high - low))).Select(quarter => quarter.Count());
            quarters.Should().HaveCount(4).And.OnlyContain(count => count > 200 && count < 300);
        }

        run.Values("train/critic_loss").Should().HaveCount(1, "the first update is at the last step");
    }

    [Fact]
    public async Task It_plays_the_mean_actions_of_a_checkpoint()
    {
        using var aiming = new Aiming();
        var trained = await aiming.Train(new RecordingRun(seed: 2));
        using var fresh = new Aiming();
        var playback = new Playback(3, () => new MemoryStream(trained.Checkpoints["last"].Content));
        var run = await fresh.Train(new RecordingRun(seed: 5) { Playback = playback });
        run.Values("episode/return").Should().HaveCount(3).And.OnlyContain(earned => earned > -0.5);
        run.Videos.Keys.Should().Equal("episode-0", "episode-1", "episode-2");
        run.Checkpoints.Should().BeEmpty();
    }

    [Fact]
    public void An_open_side_of_the_actions_is_refused_when_the_trainer_is_made()
    {
        using var aiming = new Aiming { World = new AimWorld { ActionSpace = new Box<float>([2], [-2, 0], [2, float.PositiveInfinity]) } };
        var create = () => aiming.Create();
        create.Should().Throw<ArgumentException>().WithMessage("Element 1 of the actions goes from 0 to*finite bounds*");
    }

    [Fact]
    public async Task A_network_that_does_not_fit_is_refused_before_the_first_step_with_what_it_must_take_and_give()
    {
        foreach (var (aiming, message) in new (Aiming, string)[]
                 {
                     (new() { Policy = Linear(1, 2) }, "The policy must make [rows, 4] of [rows, 1], the means*, and makes [rows, 2]."),
                     (new() { Policy = Linear(3, 4) }, "The policy must make [rows, 4] of [rows, 1]*cannot take that: *"),
                     (new() { Critic = new TwinCritic(() => Linear(1, 1)) }, "The critic must make [rows, 2] of [rows, 3]*cannot take that: *"),
                     (new() { Critic = Linear(3, 1) }, "The critic must make [rows, 2] of [rows, 3]*two critics of 1 numbers*makes [rows, 1]."),
                     (new() { Target = Linear(3, 1) }, "The target must make [rows, 2]*"),
                 })
        {
            using (aiming)
            {
                var run = new RecordingRun();
                await aiming.Invoking(each => each.Train(run)).Should().ThrowAsync<ArgumentException>().WithMessage(message);
                run.Metrics.Should().BeEmpty();
            }
        }
    }

    [Fact]
    public async Task What_the_world_gives_is_named_at_its_step()
    {
        var steps = 0;
        foreach (var reward in (double[])[double.NaN, double.NegativeInfinity, 1e300])
        {
            steps = 0;
            using var aiming = new Aiming
            {
                World = new AimWorld { OnStep = (_, result) => ++steps == 137 ? result with { Reward = reward } : result },
            };
            (await aiming.Invoking(each => each.Train(new RecordingRun())).Should().ThrowAsync<DivergedException>())
                .WithMessage("Diverged at step 137: the reward that AimWorld gave is *").Which.Step.Should().Be(137);
        }
    }

    [Theory]
    [InlineData(1e-3, 3e37, 1e-3)]
    [InlineData(3e37, 1e-3, 1e-3)]
    [InlineData(1e-3, 1e-3, 3e37)]
    public async Task A_run_that_leaps_too_far_ends_soon_and_logs_only_what_is_finite(double policyRate, double criticRate, double temperatureRate)
    {
        var run = new RecordingRun();
        using var aiming = new Aiming
        {
            PolicyRate = policyRate, CriticRate = criticRate,
            Options = Aiming.Short with { TemperatureLearningRate = temperatureRate, TargetEntropy = 50, LogEvery = 1, EvaluateEvery = 10_000 },
        };
        var diverged = (await aiming.Invoking(each => each.Train(run)).Should().ThrowAsync<DivergedException>()).Which;
        diverged.Step.Should().BeInRange(100, 104, "the first update is at step 100");
        run.Metrics.Should().OnlyContain(metric => double.IsFinite(metric.Value));
        run.Checkpoints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_wish_to_stop_is_heard_also_in_an_episode_that_never_ends()
    {
        var run = new RecordingRun();
        using var aiming = new Aiming { World = new AimWorld(int.MaxValue) { OnStep = (step, result) => Stopping(step, result) } };
        await aiming.Invoking(each => each.Train(run)).Should().ThrowAsync<OperationCanceledException>();

        StepResult Stopping(int step, StepResult result)
        {
            if (step == 30)
            {
                run.Stop.Cancel();
            }

            return result;
        }
    }
}
