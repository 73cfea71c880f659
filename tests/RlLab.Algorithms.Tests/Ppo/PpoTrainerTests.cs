using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Tests.Divergence;
using RlLab.Environments;
using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Sequential = TorchSharp.Modules.Sequential;

namespace RlLab.Algorithms.Tests.Ppo;

public sealed class PpoTrainerTests
{
    private static readonly PpoOptions Short = new()
    {
        Steps = 2_400, RolloutLength = 16, Minibatches = 2, Discount = 0.5, EvaluateEvery = 800, EvaluationEpisodes = 3, FinalEvaluationEpisodes = 10,
    };

    public static TheoryData<PpoOptions> Learning =>
    [
        Short,
        Short with { AnnealClipRange = true, ValueClipRange = null },
        Short with { NormalizeRewards = true, MaxGradientNorm = null },
        Short with { NormalizeAdvantages = false, TargetKl = 0.05, GaeLambda = 1 },
        Short with { AnnealLearningRate = false, EvaluateGreedily = false, GaeLambda = 0, EntropyWeight = 0 },
    ];

    [Theory]
    [MemberData(nameof(Learning))]
    public async Task It_learns_to_name_the_coin(PpoOptions options)
    {
        var run = await TrainAsync(seed: 1, options);
        run.Values("episode/return").TakeLast(20).Average().Should().BeGreaterThan(7, "8 is perfect and 4 is chance");
        run.Values("final/return_mean")[^1].Should().BeGreaterThan(7.5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Policy_and_value_may_share_a_trunk(bool shared)
    {
        var run = new RecordingRun(1);
        manual_seed(1);
        using var networks = shared
            ? new ActorCritic(Linear(8, 2), Linear(8, 1), Sequential(Linear(2, 8), Tanh()))
            : new ActorCritic(Sequential(Linear(2, 8), Tanh(), Linear(8, 2)), Sequential(Linear(2, 8), Tanh(), Linear(8, 1)));
        networks.Parameters.Should().HaveCount(shared ? 6 : 8);
        await TrainAsync(run, Short, networks);
        run.Values("final/return_mean")[^1].Should().BeGreaterThan(7.5);

        manual_seed(9);
        using var restored = shared ? Sequential(Sequential(Linear(2, 8), Tanh()), Linear(8, 2)) : Sequential(Linear(2, 8), Tanh(), Linear(8, 2));
        restored.load(new MemoryStream(run.Checkpoints["last"].Content));
        using var world = new MatchWorld();
        var greedy = new GreedyPolicy<float>(restored, world.ObservationSpace, world.ActionSpace, "cpu");
        (greedy.Act([1, 0]), greedy.Act([0, 1])).Should().Be((0, 1), "the trunk is saved with the policy");
    }

    [Fact]
    public async Task Observations_may_be_brought_to_mean_0_and_deviation_1_by_all_that_was_seen()
    {
        manual_seed(1);
        var run = new RecordingRun(1);
        using var networks = new ActorCritic(Linear(2, 2), Linear(2, 1), new ObservationNormalization(2));
        await TrainAsync(run, Short, networks);
        run.Values("final/return_mean")[^1].Should().BeGreaterThan(7.5);
        var seen = networks.Trunk!.named_buffers().ToDictionary(buffer => buffer.name, buffer => buffer.buffer.data<float>().ToArray());
        seen["mean"].Should().OnlyContain(mean => Math.Abs(mean - 0.5) < 0.05, "heads and tails are equally likely");
        seen["deviation"].Should().OnlyContain(deviation => Math.Abs(deviation - 0.5) < 0.01);

        using var restored = Sequential(new ObservationNormalization(2), Linear(2, 2));
        restored.load(new MemoryStream(run.Checkpoints["last"].Content));
        using var heads = restored.call(tensor(new[] { 1f, 0f }, 1, 2));
        using var expected = networks.Actor.call(tensor(new[] { 1f, 0f }, 1, 2));

        // The last update's observations are looked at before the policy is saved, so that is what plays.
        heads.data<float>().ToArray().Should().Equal(expected.data<float>().ToArray());
        networks.Trunk.call(tensor(new[] { 1e9f, -1e9f }, 1, 2)).data<float>().ToArray().Should().Equal(10, -10);
    }

    [Theory]
    [InlineData(ActionLimit.Clip)]
    [InlineData(ActionLimit.Squash)]
    public async Task It_learns_to_aim_with_continuous_actions(ActionLimit bounds)
    {
        var space = new Box<float>(-1, 1, 2);
        var options = Short with { Steps = 16_000, ActionLimit = bounds, EntropyWeight = 0 };
        var run = await AimAsync<float[]>(space, () => Sequential(Linear(1, 8), Tanh(), new GaussianHead(8, 2)), options);
        run.Values("final/return_mean")[^1].Should().BeGreaterThan(7, "8 is perfect, and always to take 0 is 4");
        run.Values("train/entropy")[^1].Should().BeLessThan(run.Values("train/entropy")[0], "it becomes surer");
    }

    [Fact]
    public async Task It_learns_several_choices_at_once()
    {
        var run = await AimAsync<int[]>(new MultiDiscrete(2, 3), () => Sequential(Linear(1, 8), Tanh(), Linear(8, 5)), Short with { Steps = 4_800 });
        run.Values("final/return_mean")[^1].Should().BeGreaterThan(7.5, "8 is perfect");
        run.Values("train/entropy")[0].Should().BeInRange(1.3, Math.Log(2) + Math.Log(3), "all is nearly equally likely at first");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_metrics_to_the_last_bit()
    {
        Kept(await TrainAsync(seed: 3, Short)).Should().Equal(Kept(await TrainAsync(seed: 3, Short)));
        Kept(await TrainAsync(seed: 3, Short)).Should().NotEqual(Kept(await TrainAsync(seed: 4, Short)));

        static IEnumerable<(string, double, long)> Kept(RecordingRun run) => run.Metrics.Where(m => m.Name != "train/steps_per_second");
    }

    [Fact]
    public async Task Everything_is_logged_at_the_steps_of_all_worlds()
    {
        var run = await TrainAsync(seed: 1, Short with { Steps = 2_450, FilmEvery = 1_000 });
        Steps("train/policy_loss").Should().Equal(Enumerable.Range(1, 38).Select(rollout => 64L * rollout), "what does not fill a rollout is left");
        Steps("train/explained_variance").Should().Equal(Steps("train/policy_loss"));
        Steps("eval/return_mean").Should().Equal(832, 1_600, 2_432);
        run.Values("episode/return").Should().HaveCount(2_432 / 8).And.OnlyContain(each => each >= 0 && each <= 8);
        run.Values("episode/length").Should().OnlyContain(length => length == 8);
        run.Values("train/learning_rate").Should().BeInDescendingOrder().And.HaveElementAt(0, 0.02);
        run.Values("train/learning_rate")[^1].Should().BeApproximately(0.02 / 38, 1e-9, "the last update still learns");
        run.Values("train/optimizer_steps").Should().OnlyContain(steps => steps == 8);
        run.Values("train/approx_kl").Should().OnlyContain(divergence => divergence >= -1e-9);
        run.Values("train/clip_fraction").Should().OnlyContain(share => share >= 0 && share <= 1);
        run.Values("train/entropy")[0].Should().BeInRange(0.5, Math.Log(2), "both actions are nearly equally likely at first");
        run.Videos.Keys.Should().BeEquivalentTo("replay-step-1024", "replay-step-2048", "replay-step-2432");
        run.Checkpoints.Keys.Should().BeEquivalentTo("best", "last");
        run.Checkpoints["last"].Step.Should().Be(2_432);

        IEnumerable<long> Steps(string name) => run.Metrics.Where(metric => metric.Name == name).Select(metric => metric.Step);
    }

    [Fact]
    public async Task A_divergence_above_its_target_ends_the_epochs()
    {
        var run = await TrainAsync(seed: 1, Short with { TargetKl = 1e-5 });
        run.Values("train/optimizer_steps")[0].Should().Be(2, "an epoch is two minibatches");
    }

    /// <summary>A reward of 1 in each of 4 steps, after which an episode is over: the last is worth 1, or with what follows 1 / (1 - 0.5).</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task What_follows_an_episode_counts_where_it_was_cut_and_not_where_it_terminated(bool terminates, double last)
    {
        manual_seed(1);
        using var networks = new ActorCritic(Linear(4, 2), Linear(4, 1));
        using var optimizer = optim.Adam(networks.Parameters, 0.05);
        using var worlds = new VectorEnvironment<float, int>(3, () => new CountWorld(terminates));
        var options = Short with { ValueClipRange = null, Steps = 6_000, GaeLambda = 0.5 };
        await new PpoTrainer<float, int>(worlds, new CountWorld(terminates), networks, optimizer, options).Train(new RecordingRun(1));
        using var values = networks.Value.call(eye(4));
        var expected = new[] { 1 + 0.5 * (1 + 0.5 * (1 + 0.5 * last)), 1 + 0.5 * (1 + 0.5 * last), 1 + 0.5 * last, last };
        foreach (var (value, of) in values.data<float>().ToArray().Zip(expected))
        {
            value.Should().BeApproximately((float)of, 0.05f);
        }
    }

    [Fact]
    public async Task A_world_that_never_ends_an_episode_is_told_and_what_was_learned_is_kept()
    {
        var run = new RecordingRun();
        using var worlds = new VectorEnvironment<float, int>(2, () => new FaultyWorld(endless: true));
        using var networks = Networks();
        using var optimizer = optim.Adam(networks.Parameters, 0.02);
        var train = () => new PpoTrainer<float, int>(worlds, new FaultyWorld(endless: true), networks, optimizer, Short).Train(run);
        await train.Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("No episode of FaultyWorld has ended in 2,400 steps of 2 instances*TimeLimit*");
        run.Checkpoints.Keys.Should().Equal("last");
    }

    [Fact]
    public async Task A_stopped_run_ends_at_the_next_step()
    {
        var run = new RecordingRun();
        run.Stop.Cancel();
        using var networks = Networks();
        var train = () => TrainAsync(run, Short, networks);
        await train.Should().ThrowAsync<OperationCanceledException>();
        run.Metrics.Should().BeEmpty();
    }

    [Fact]
    public async Task It_plays_the_policy_of_a_checkpoint()
    {
        var trained = await TrainAsync(seed: 1, Short);
        var run = new RecordingRun(2) { Playback = new Playback(3, () => new MemoryStream(trained.Checkpoints["last"].Content)) };
        manual_seed(7);
        using var networks = Networks();
        await TrainAsync(run, Short, networks);
        run.Values("episode/return").Should().Equal(8, 8, 8);
    }

    private static async Task<RecordingRun> TrainAsync(long seed, PpoOptions options)
    {
        manual_seed(seed);
        using var networks = Networks();
        return await TrainAsync(new RecordingRun(seed), options, networks);
    }

    private static async Task<RecordingRun> TrainAsync(RecordingRun run, PpoOptions options, ActorCritic networks)
    {
        using var optimizer = optim.Adam(networks.Parameters, 0.02);
        using var worlds = new VectorEnvironment<float, int>(4, () => new MatchWorld());
        using var evaluationWorld = new MatchWorld();
        await new PpoTrainer<float, int>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
        return run;
    }

    private static async Task<RecordingRun> AimAsync<TAction>(Space<TAction> space, Func<Sequential> policy, PpoOptions options)
    {
        manual_seed(1);
        var run = new RecordingRun(1);
        using var networks = new ActorCritic(policy(), Sequential(Linear(1, 8), Tanh(), Linear(8, 1)));
        using var optimizer = optim.Adam(networks.Parameters, 0.02);
        using var worlds = new VectorEnvironment<float, TAction>(4, () => new HintWorld<TAction>(space));
        await new PpoTrainer<float, TAction>(worlds, new HintWorld<TAction>(space), networks, optimizer, options).Train(run);
        return run;
    }

    private static ActorCritic Networks() =>
        new(Sequential(Linear(2, 8), Tanh(), Linear(8, 2)), Sequential(Linear(2, 8), Tanh(), Linear(8, 1)));

    /// <summary>Shows which of 4 steps comes next, and after the last, where it is cut, the last again.</summary>
    private sealed class CountWorld(bool terminates) : IEnvironment<float, int>
    {
        private int _step;

        public Box<float> ObservationSpace { get; } = new(0, 1, 4);

        public Space<int> ActionSpace { get; } = new Discrete(2);

        public void Reset(Span<float> observation, long? seed = null) => Show(observation, _step = 0);

        public StepResult Step(int action, Span<float> observation)
        {
            Show(observation, Math.Min(3, ++_step));
            return new StepResult(1, _step == 4 && terminates, _step == 4 && !terminates);
        }

        public void Dispose()
        {
        }

        private static void Show(Span<float> observation, int step)
        {
            observation.Clear();
            observation[step] = 1;
        }
    }
}
