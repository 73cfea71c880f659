using RlLab.Algorithms.Bandits;
using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.StraightThrough;
using RlLab.Algorithms.Tests.Bandits;
using RlLab.Algorithms.Tests.Prompting;
using RlLab.Environments;
using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Divergence;

/// <summary>A training that comes to a number that is not finite ends, soon, and says which number and where.</summary>
public sealed class DivergenceTests
{
    private static readonly DqnOptions Short = new()
    {
        Steps = 1_500, Exploration = new LinearExploration(1, 0.05, 800), ReplayCapacity = 500, BatchSize = 32, LearningStarts = 100,
        TrainEvery = 2, TargetUpdateEvery = 50, Discount = 0.5, EvaluateEvery = 500, EvaluationEpisodes = 5, FinalEvaluationEpisodes = 20,
        LogEvery = 250,
    };

    private static readonly ReinforceOptions ShortReinforce =
        new() { EpisodesPerIteration = 20, Iterations = 15, SolvedReturn = double.PositiveInfinity };

    public static TheoryData<double?, float?, string> Faults => new()
    {
        { double.NaN, null, "the reward that FaultyWorld gave is NaN" },
        { double.NegativeInfinity, null, "the reward that FaultyWorld gave is -Infinity" },
        { 1e300, null, "the reward that FaultyWorld gave is 1E+300" },
        { null, float.NaN, "element 1 of what FaultyWorld showed is NaN" },
        { null, float.PositiveInfinity, "element 1 of what FaultyWorld showed is Infinity" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_a_world_gives_is_named_at_its_step(double? reward, float? shown, string what)
    {
        foreach (var priorities in (double[])[0, 0.6])
        {
            var dqn = () => DqnAsync(Short with { PriorityExponent = priorities }, new FaultyWorld(137, reward, shown));
            (await dqn.Should().ThrowAsync<DivergedException>()).WithMessage($"Diverged at step 137: {what}. *").Which.Step.Should().Be(137);
        }

        var reinforce = () => ReinforceAsync(ShortReinforce, new FaultyWorld(137, reward, shown));
        await reinforce.Should().ThrowAsync<DivergedException>().WithMessage($"Diverged at step 137: {what}. *");
        // A vectorised world's rewards are float32 already.
        var instance = what.Replace("FaultyWorld", "instance 0 of FaultyWorld", StringComparison.Ordinal)
            .Replace("1E+300", "Infinity", StringComparison.Ordinal);
        var ppo = () => PpoAsync(new FaultyWorld(69, reward, shown));
        await ppo.Should().ThrowAsync<DivergedException>().WithMessage($"Diverged at step 138: {instance}. *", "two worlds take 69 steps each");
        var bandit = () => new BanditTrainer(new FaultyWorld(137, reward, shown), new EpsilonGreedyAgent(2)).Train(new RecordingRun());
        await bandit.Should().ThrowAsync<ArgumentException>("it tells no regret").WithMessage("*no info 'optimal'*");
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_the_evaluations_world_gives_is_named_at_the_trainings_step(double? reward, float? shown, string what)
    {
        var dqn = () => DqnAsync(Short, new FaultyWorld(), evaluationWorld: new FaultyWorld(3, reward, shown));
        await dqn.Should().ThrowAsync<DivergedException>().WithMessage($"Diverged at step 500: {what}. *");
        var reinforce = () => ReinforceAsync(ShortReinforce, new FaultyWorld(), new FaultyWorld(3, reward, shown));
        await reinforce.Should().ThrowAsync<DivergedException>().WithMessage($"Diverged at step {15 * 20 * 8:N0}: {what}. *");
        var ppo = () => PpoAsync(new FaultyWorld(), new FaultyWorld(3, reward, shown));
        await ppo.Should().ThrowAsync<DivergedException>().WithMessage($"Diverged at step 320: {what}. *");
    }

    [Fact]
    public async Task What_a_world_finds_of_itself_gets_its_step_and_keeps_its_words()
    {
        const string Words = "The pole has left the universe.";
        var world = new FaultyWorld(onStep: step => _ = step == 50 ? throw new NotFiniteNumberException(Words, double.NaN) : 0);
        var dqn = () => DqnAsync(Short, world);
        await dqn.Should().ThrowAsync<DivergedException>().WithMessage($"Diverged at step 50: what FaultyWorld computed is NaN. {Words}");
    }

    public static TheoryData<DqnOptions, double> Leaps => new()
    {
        { Short, 1e15 },
        { Short with { PriorityExponent = 0.6 }, 1e15 },
        { Short with { PriorityExponent = 1, Loss = TemporalDifferenceLoss.Huber }, 3e37 },
        { Short with { PriorityExponent = 0.6, Distribution = new CategoricalDistribution(0, 2, 11) }, 3e37 },
        { Short with { Distribution = new QuantileDistribution(5) }, 3e37 },
        { Short with { Exploration = ExplorationSchedule.None }, 1e15 },
    };

    /// <summary>One reward of NaN once made prioritised replay draw for ever; weights that have left for infinity did too.</summary>
    [Theory]
    [MemberData(nameof(Leaps))]
    public async Task A_dqn_that_leaps_too_far_ends_within_an_episode(DqnOptions settings, double learningRate)
    {
        var run = new RecordingRun();
        var options = settings with { EvaluateEvery = 10_000 };
        var dqn = () => DqnAsync(options, new FaultyWorld(), run: run, learningRate: learningRate);
        var diverged = (await dqn.Should().ThrowAsync<DivergedException>()).Which;
        diverged.Step.Should().BeInRange(100, 116, "the first update is at step 100");
        double.IsFinite(diverged.Value).Should().BeFalse();
        diverged.Message.Should().StartWith($"Diverged at step {diverged.Step}: {diverged.Quantity} is ").And.Contain("Smaller steps of");
        run.Metrics.Should().OnlyContain(metric => double.IsFinite(metric.Value), "nothing that means nothing is logged");
        run.Checkpoints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_ppo_that_leaps_too_far_ends()
    {
        var run = new RecordingRun();
        var ppo = () => PpoAsync(new FaultyWorld(), run: run, learningRate: 3e37);
        (await ppo.Should().ThrowAsync<DivergedException>()).Which.Step.Should().Be(32, "the first update is at step 32, and takes several steps");
        run.Metrics.Should().OnlyContain(metric => double.IsFinite(metric.Value));
    }

    [Fact]
    public async Task A_reinforce_that_leaps_too_far_ends()
    {
        var run = new RecordingRun();
        var reinforce = () => ReinforceAsync(ShortReinforce, new FaultyWorld(), run: run, learningRate: 3e37);
        (await reinforce.Should().ThrowAsync<DivergedException>()).Which.Step.Should().BeInRange(9, 200, "an update is after 8 steps");
        run.Metrics.Should().OnlyContain(metric => double.IsFinite(metric.Value));
    }

    [Fact]
    public async Task A_reinforce_update_leaves_the_weights_where_a_loss_is_not_finite()
    {
        using var policy = Sequential(Linear(2, 2), LogSoftmax(1));
        using var value = Linear(2, 1);
        using (no_grad())
        {
            value.weight!.fill_(float.MaxValue);
        }

        var before = policy.parameters().SelectMany(p => p.data<float>().ToArray()).ToArray();
        using var optimizer = optim.SGD(policy.parameters(), 1);
        var options = ShortReinforce with { Baseline = Baseline.LearnedValue };
        var reinforce = () => new ReinforceTrainer(new FaultyWorld(), new FaultyWorld(), policy, optimizer, options, value).Train(new RecordingRun());
        await reinforce.Should().ThrowAsync<DivergedException>().WithMessage("Diverged at step 8: the loss is *");
        policy.parameters().SelectMany(p => p.data<float>().ToArray()).Should().Equal(before);
    }

    [Fact]
    public async Task A_regression_names_the_update()
    {
        using var training = RegressionData.Unrelated(64, 3, new RandomGenerator(1));
        using var network = new BinaryBottleneck(3, 2, 1, Estimator.StraightThrough);
        using var optimizer = optim.SGD(network.parameters(), 1e38);
        var train = () => new RegressionTrainer(network, optimizer).Train(training, training, new RecordingRun());
        await train.Should().ThrowAsync<DivergedException>().WithMessage("Diverged at step 2: the training loss is *");
    }

    [Fact]
    public async Task A_test_loss_that_is_not_finite_is_named()
    {
        using var training = RegressionData.Unrelated(64, 3, new RandomGenerator(1));
        using var test = RegressionData.Unrelated(64, 3, new RandomGenerator(2));
        test.Targets[5].fill_(double.NaN);
        using var network = Linear(3, 1);
        using var optimizer = optim.SGD(network.parameters(), 0.01);
        var train = () => new RegressionTrainer(network, optimizer).Train(training, test, new RecordingRun());
        await train.Should().ThrowAsync<DivergedException>().WithMessage("Diverged at step 2: the test loss is NaN.*");
    }

    [Fact]
    public async Task A_prompter_that_leaps_too_far_ends()
    {
        manual_seed(1);
        using var networks = Whispering.Networks();
        using var optimizer = optim.SGD(networks.parameters(), 1e38);
        var options = ShortReinforce with { EpisodesPerUpdate = 32, Iterations = 320 };
        var train = () => Whispering.ReinforceAsync(new RecordingRun(1), networks, optimizer, options);
        (await train.Should().ThrowAsync<DivergedException>()).Which.Step.Should().BeLessThan(64 * 4, "an update has 64 steps");
    }

    [Fact]
    public async Task A_bandit_names_the_pull()
    {
        var world = () => new BanditTrainer(new BanditWorld([0, double.NaN], 1), new GradientBanditAgent(2), pulls: 1_000).Train(new RecordingRun());
        (await world.Should().ThrowAsync<DivergedException>().WithMessage("*the reward that BanditWorld gave is NaN*"))
            .Which.Step.Should().BeInRange(1, 40);
        var agent = () => new BanditTrainer(new BanditWorld([0, 1], 1), new GradientBanditAgent(2, 1e308), pulls: 1_000).Train(new RecordingRun());
        (await agent.Should().ThrowAsync<DivergedException>().WithMessage("*the probability of an arm is NaN*")).Which.Step.Should().BeInRange(2, 40);

        using var network = PolicyGradientAgent.CreateNetwork(2);
        using (no_grad())
        {
            network.parameters().Last().fill_(float.NaN);
        }

        using var optimizer = optim.Adam(network.parameters());
        using var policyGradient = new PolicyGradientAgent(network, optimizer, 2, "cpu");
        var gradient = () => new BanditTrainer(new BanditWorld([0, 1], 1), policyGradient).Train(new RecordingRun());
        await gradient.Should().ThrowAsync<DivergedException>().WithMessage("Diverged at step 1: the probability of an arm is NaN.*");
        var prior = () => new BanditTrainer(new BanditWorld([0, 1], 1), new ThompsonAgent(2, 1e200)).Train(new RecordingRun());
        await prior.Should().ThrowAsync<DivergedException>().WithMessage("Diverged at step 1: the score of arm 0 is NaN.*");
    }

    [Fact]
    public async Task A_schedule_or_lives_that_are_no_number_are_named()
    {
        var schedule = () => DqnAsync(Short with { Exploration = new Lost() }, new FaultyWorld());
        await schedule.Should().ThrowAsync<DivergedException>().WithMessage("Diverged at step 8: the probability of a random action is NaN.*");
        var lives = () => DqnAsync(Short with { WaitForReward = true }, new FaultyWorld(faultAt: 20));
        await lives.Should().ThrowAsync<DivergedException>().WithMessage("Diverged at step 20: the world's info 'lives' is NaN.*");
    }

    [Fact]
    public async Task A_wish_to_stop_is_heard_also_in_an_episode_that_never_ends()
    {
        var run = new RecordingRun();
        FaultyWorld Endless() => new(endless: true, onStep: step => _ = step == 30 ? Stop() : 0);
        var dqn = () => DqnAsync(Short, Endless(), run: run);
        await dqn.Should().ThrowAsync<OperationCanceledException>();
        run = new RecordingRun();
        var reinforce = () => ReinforceAsync(ShortReinforce, Endless(), run: run);
        await reinforce.Should().ThrowAsync<OperationCanceledException>();
        run = new RecordingRun();
        var evaluation = () => DqnAsync(Short, new FaultyWorld(), Endless(), run);
        await evaluation.Should().ThrowAsync<OperationCanceledException>();
        run.Metrics.Should().NotContain(metric => metric.Name.StartsWith("eval/", StringComparison.Ordinal));

        int Stop()
        {
            run.Stop.Cancel();
            return 0;
        }
    }

    private static async Task<RecordingRun> DqnAsync(
        DqnOptions options, FaultyWorld world, FaultyWorld? evaluationWorld = null, RecordingRun? run = null, double learningRate = 0.01)
    {
        run ??= new RecordingRun();
        manual_seed(run.Seed);
        using var network = Network(options);
        using var target = Network(options);
        using var optimizer = optim.Adam(network.parameters(), learningRate);
        await new DqnTrainer<float>(world, evaluationWorld ?? new FaultyWorld(), network, target, optimizer, options).Train(run);
        return run;
    }

    /// <summary>Noisy where there are no random actions.</summary>
    private static Module<Tensor, Tensor> Network(DqnOptions options)
    {
        var (outputs, isNoisy) = (2 * (options.Distribution?.Numbers ?? 1), options.Exploration == ExplorationSchedule.None);
        return Sequential(Linear(2, 16), ReLU(), isNoisy ? new NoisyLinear(16, outputs) : Linear(16, outputs));
    }

    private static async Task<RecordingRun> ReinforceAsync(
        ReinforceOptions options, FaultyWorld world, FaultyWorld? evaluationWorld = null, RecordingRun? run = null, double learningRate = 0.02)
    {
        run ??= new RecordingRun();
        manual_seed(run.Seed);
        using var policy = Sequential(Linear(2, 8), Tanh(), Linear(8, 2), LogSoftmax(1));
        using var optimizer = optim.Adam(policy.parameters(), learningRate);
        await new ReinforceTrainer(world, evaluationWorld ?? new FaultyWorld(), policy, optimizer, options).Train(run);
        return run;
    }

    /// <summary>In two instances, of which the first may go wrong.</summary>
    private static async Task PpoAsync(FaultyWorld world, FaultyWorld? evaluationWorld = null, RecordingRun? run = null, double learningRate = 0.02)
    {
        run ??= new RecordingRun();
        manual_seed(run.Seed);
        using var networks = new ActorCritic(Sequential(Linear(2, 8), Tanh(), Linear(8, 2)), Sequential(Linear(2, 8), Tanh(), Linear(8, 1)));
        using var optimizer = optim.Adam(networks.Parameters, learningRate);
        var instances = new Queue<FaultyWorld>([world, new FaultyWorld()]);
        using var worlds = new VectorEnvironment<float, int>(2, instances.Dequeue);
        var options = new PpoOptions { Steps = 1_600, RolloutLength = 16, EvaluateEvery = 320, EvaluationEpisodes = 5 };
        await new PpoTrainer<float, int>(worlds, evaluationWorld ?? new FaultyWorld(), networks, optimizer, options).Train(run);
    }

    /// <summary>A stranger's schedule that loses its way.</summary>
    private sealed record Lost : ExplorationSchedule
    {
        public override double At(long step) => step < 7 ? 1 : double.NaN;
    }
}
