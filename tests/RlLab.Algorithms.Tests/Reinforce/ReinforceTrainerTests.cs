using RlLab.Algorithms.Reinforce;
using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Reinforce;

public sealed class ReinforceTrainerTests
{
    private static readonly ReinforceOptions Short = new() { EpisodesPerIteration = 20, Iterations = 15, SolvedReturn = double.PositiveInfinity };

    [Theory]
    [InlineData(Baseline.None, false)]
    [InlineData(Baseline.RunningMean, false)]
    [InlineData(Baseline.LearnedValue, false)]
    [InlineData(Baseline.None, true)]
    public async Task It_learns_to_name_the_coin(Baseline baseline, bool normalize)
    {
        var run = await TrainAsync(seed: 1, Short with { Baseline = baseline, NormalizeReturns = normalize, Discount = 0.5, EntropyWeight = 0.01 });
        run.Values("iteration/return_mean")[^1].Should().BeGreaterThan(7, "8 is perfect and 4 is chance");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_metrics_to_the_last_bit()
    {
        Kept(await TrainAsync(seed: 3, Short)).Should().Equal(Kept(await TrainAsync(seed: 3, Short)));
        Kept(await TrainAsync(seed: 3, Short)).Should().NotEqual(Kept(await TrainAsync(seed: 4, Short)));

        static IEnumerable<(string, double, long)> Kept(RecordingRun run) => run.Metrics.Where(m => m.Name != "iteration/steps_per_second");
    }

    [Fact]
    public async Task Training_stops_when_an_iteration_passes_the_solved_return()
    {
        var run = await TrainAsync(seed: 1, Short with { Iterations = 1000, SolvedReturn = 6, Discount = 0.5 });
        run.Values("iteration/return_mean")[^1].Should().BeGreaterThan(6);
        run.Values("iteration/return_mean").SkipLast(1).Should().OnlyContain(mean => mean <= 6);
    }

    /// <summary>An iteration has 20 episodes of 8 steps.</summary>
    [Theory]
    [InlineData(1, 160)]
    [InlineData(320, 320)]
    [InlineData(321, 480)]
    [InlineData(1_000_000, 15 * 160)]
    public async Task Training_stops_after_the_iteration_that_comes_to_its_steps(long steps, long end)
    {
        var run = await TrainAsync(seed: 1, Short with { Steps = steps });
        run.Metrics[^1].Step.Should().Be(end);
        run.Checkpoints["last"].Step.Should().Be(end);
        run.Values("eval/return_mean").Should().HaveCount(1, "the last iteration is always evaluated");
    }

    [Fact]
    public async Task Several_episodes_can_share_an_update()
    {
        (await TrainAsync(seed: 1, Short with { EpisodesPerUpdate = 5 })).Values("episode/return").Should().HaveCount(300);
    }

    [Fact]
    public async Task The_best_and_the_last_policy_are_kept()
    {
        var run = await TrainAsync(seed: 1, Short);
        run.Checkpoints.Keys.Should().BeEquivalentTo("best", "last");
        run.Checkpoints["last"].Step.Should().Be(15 * 20 * 8);

        manual_seed(99);
        using var restored = Policy();
        restored.load(new MemoryStream(run.Checkpoints["last"].Content));
        using var world = new MatchWorld();
        var greedy = new GreedyPolicy<float>(restored, world.ObservationSpace, world.ActionSpace, "cpu");
        greedy.Act([1, 0]).Should().Be(0);
        greedy.Act([0, 1]).Should().Be(1);
    }

    [Fact]
    public async Task The_policy_is_evaluated_and_filmed_apart_from_training_and_always_at_the_end()
    {
        var run = await TrainAsync(seed: 2, Short with { Iterations = 7, EvaluateEvery = 3, FilmEvery = 5, EvaluationEpisodes = 4 });
        const long iteration = 20 * 8;
        Steps("eval/return_mean").Should().Equal(3 * iteration, 6 * iteration, 7 * iteration);
        Steps("eval/greedy_return_mean").Should().Equal(3 * iteration, 6 * iteration, 7 * iteration);
        run.Videos.Keys.Should().Equal($"replay-step-{5 * iteration}", $"replay-step-{7 * iteration}");
        run.Videos.Values.Should().OnlyContain(video => video.Frames.Count == 9 && video.FramesPerSecond == 10);

        var unwatched = await TrainAsync(seed: 2, Short with { Iterations = 7, EvaluateEvery = 100, EvaluationEpisodes = 1 });
        unwatched.Values("episode/return").Should().Equal(run.Values("episode/return"), "being watched changes nothing");

        IEnumerable<long> Steps(string name) => run.Metrics.Where(metric => metric.Name == name).Select(metric => metric.Step);
    }

    [Fact]
    public async Task A_stopped_run_ends_at_the_next_step()
    {
        var run = new RecordingRun();
        run.Stop.Cancel();
        var train = () => TrainAsync(run, Short);
        await train.Should().ThrowAsync<OperationCanceledException>();
        run.Metrics.Should().BeEmpty();
    }

    [Fact]
    public void A_learned_value_needs_its_network()
    {
        using var policy = Policy();
        using var optimizer = optim.SGD(policy.parameters(), 0.1);
        var create = () => new ReinforceTrainer(
            new MatchWorld(), new MatchWorld(), policy, optimizer, new ReinforceOptions { Baseline = Baseline.LearnedValue });
        create.Should().Throw<ArgumentException>().WithMessage("*no value network*");
    }

    [Theory]
    [InlineData(3, 2, 1, "*policy*")]
    [InlineData(2, 3, 1, "*policy*a log-probability for each of 2 actions*")]
    [InlineData(2, 2, 2, "*value network*one value a row*")]
    public void A_network_that_does_not_fit_the_world_is_refused(int inputs, int outputs, int values, string message)
    {
        using var policy = Linear(inputs, outputs);
        using var value = Linear(2, values);
        using var optimizer = optim.SGD(policy.parameters(), 0.1);
        var create = () => new ReinforceTrainer(new MatchWorld(), new MatchWorld(), policy, optimizer, Short, value);
        create.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public async Task What_acts_is_what_learns_and_what_is_played()
    {
        // In training it would forget nearly all that it sees, each time something else.
        using var policy = Sequential(Dropout(0.99), Linear(2, 8), Tanh(), Linear(8, 2), LogSoftmax(1));
        using var optimizer = optim.Adam(policy.parameters(), 0.02);
        var run = new RecordingRun(1);
        await new ReinforceTrainer(new MatchWorld(), new MatchWorld(), policy, optimizer, Short with { Discount = 0.5 }).Train(run);
        run.Values("iteration/return_mean")[^1].Should().BeGreaterThan(7, "8 is perfect and 4 is chance");
        policy.training.Should().BeFalse();
    }

    private static Task<RecordingRun> TrainAsync(long seed, ReinforceOptions options) => TrainAsync(new RecordingRun(seed), options);

    private static async Task<RecordingRun> TrainAsync(RecordingRun run, ReinforceOptions options)
    {
        manual_seed(run.Seed);
        using var policy = Policy();
        using var value = Linear(2, 1);
        using var optimizer = optim.Adam(policy.parameters().Concat(value.parameters()), 0.02);
        using var world = new MatchWorld();
        using var evaluationWorld = new MatchWorld();
        await new ReinforceTrainer(world, evaluationWorld, policy, optimizer, options, value).Train(run);
        return run;
    }

    private static Module<Tensor, Tensor> Policy() => Sequential(Linear(2, 8), Tanh(), Linear(8, 2), LogSoftmax(1));
}
