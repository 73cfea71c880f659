using RlLab.Algorithms.Dqn;
using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Dqn;

public sealed class DqnTrainerTests
{
    private static readonly DqnOptions Short = new()
    {
        Steps = 1_500, Exploration = new LinearExploration(1, 0.05, 800), ReplayCapacity = 500, BatchSize = 32, LearningStarts = 100,
        TrainEvery = 2, TargetUpdateEvery = 50, Discount = 0.5, EvaluateEvery = 500, EvaluationEpisodes = 5, FinalEvaluationEpisodes = 20,
        LogEvery = 250,
    };

    public static TheoryData<DqnOptions> Options =>
    [
        Short,
        Short with { Double = true, Loss = TemporalDifferenceLoss.Huber },
        Short with { NStep = 3 },
        Short with { PriorityExponent = 0.6 },
        Short with { TargetUpdateEvery = 1, TargetUpdateRate = 0.05 },
        Short with { GradientLimit = GradientLimit.Norm, Exploration = new ExponentialExploration(1, 0.05, 300) },
        Short with { Distribution = new CategoricalDistribution(0, 2, 11) },
        Short with { Distribution = new QuantileDistribution(8), NStep = 2 },
        Short with { Exploration = ExplorationSchedule.None },
        Rainbow,
    ];

    /// <summary>All six: double, dueling, several steps, priorities, atoms, noise.</summary>
    private static DqnOptions Rainbow => Short with
    {
        Double = true,
        NStep = 2,
        PriorityExponent = 0.5,
        Distribution = new CategoricalDistribution(0, 2, 11),
        Exploration = ExplorationSchedule.None,
    };

    [Theory]
    [MemberData(nameof(Options))]
    public async Task It_learns_to_name_the_coin(DqnOptions options)
    {
        var run = await TrainAsync(2, options);
        run.Values("final/return_mean").Should().Equal([8.0], "8 is perfect and 4 is chance");
        run.Values("eval/return_mean").Should().HaveCount(3);
        run.Checkpoints.Keys.Should().BeEquivalentTo("best", "last");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_metrics_to_the_last_bit()
    {
        foreach (var options in (DqnOptions[])[Short, Rainbow])
        {
            Kept(await TrainAsync(3, options)).Should().Equal(Kept(await TrainAsync(3, options)));
            Kept(await TrainAsync(3, options)).Should().NotEqual(Kept(await TrainAsync(4, options)));
        }

        static IEnumerable<(string, double, long)> Kept(RecordingRun run) => run.Metrics.Where(m => m.Name != "train/steps_per_second");
    }

    /// <summary>The means know the coin, are hardly trained, and are drowned in noise.</summary>
    [Fact]
    public async Task A_noisy_network_is_evaluated_without_its_noise()
    {
        using var network = new NoisyLinear(2, 2, initialDeviation: 1_000);
        using var target = new NoisyLinear(2, 2);
        using (no_grad())
        {
            network.named_parameters().Single(parameter => parameter.name == "mean.weight").parameter.copy_(10 * eye(2));
        }

        using var optimizer = optim.SGD(network.parameters(), 1e-12);
        var run = new RecordingRun(1);
        var options = Short with { Exploration = ExplorationSchedule.None };
        await new DqnTrainer<float>(new MatchWorld(), new MatchWorld(), network, target, optimizer, options).Train(run);
        run.Values("eval/return_mean").Should().Equal(8.0, 8.0, 8.0);
        run.Values("final/return_mean").Should().Equal(8.0);
        run.Values("episode/return").Average().Should().BeInRange(3, 6, "noise decides, in training from the first to the last episode");
        run.Values("episode/return").TakeLast(60).Average().Should().BeInRange(3, 6);
    }

    [Fact]
    public async Task A_reward_of_the_very_first_step_ends_the_wait_for_one()
    {
        using var network = Network(Short);
        using var target = Network(Short);
        using var optimizer = optim.Adam(network.parameters(), 0.01);
        var run = new RecordingRun(1);
        var options = Short with { Steps = 500, WaitForReward = true };
        await new DqnTrainer<float>(new RewardedOnce(), new MatchWorld(), network, target, optimizer, options).Train(run);
        run.Values("train/loss").Should().HaveCount(2, "there were updates before both log points");
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

    /// <summary>A player with three lives, who never loses one, and earns something in the very first step alone.</summary>
    private sealed class RewardedOnce : IEnvironment<float, int>
    {
        private readonly MatchWorld _inner = new(int.MaxValue);
        private bool _hasStepped;

        public Box<float> ObservationSpace => _inner.ObservationSpace;

        public Space<int> ActionSpace => _inner.ActionSpace;

        public void Reset(Span<float> observation, long? seed = null) => _inner.Reset(observation, seed);

        public StepResult Step(int action, Span<float> observation)
        {
            var result = _inner.Step(action, observation) with { Reward = _hasStepped ? 0 : 1 };
            _hasStepped = true;
            return result;
        }

        public bool TryGetInfo(string name, out double value)
        {
            value = 3;
            return name == "lives";
        }

        public void Dispose() => _inner.Dispose();
    }

    private static Task<RecordingRun> TrainAsync(long seed, DqnOptions options) => TrainAsync(new RecordingRun(seed), options);

    private static async Task<RecordingRun> TrainAsync(RecordingRun run, DqnOptions options)
    {
        manual_seed(run.Seed);
        using var network = Network(options);
        using var target = Network(options);
        using var optimizer = optim.Adam(network.parameters(), 0.01);
        using var world = new MatchWorld();
        using var evaluationWorld = new MatchWorld();
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
        return run;
    }

    /// <summary>Without random actions it has noise, or it would not explore.</summary>
    private static Module<Tensor, Tensor> Network(DqnOptions options)
    {
        var (numbers, isNoisy) = (options.Distribution?.Numbers ?? 1, options.Exploration == ExplorationSchedule.None);
        Module<Tensor, Tensor> head = options.Double && isNoisy ? new DuelingHead(16, 2, numbers, initialDeviation: 0.5)
            : isNoisy ? new NoisyLinear(16, 2 * numbers)
            : Linear(16, 2 * numbers);
        return Sequential(Linear(2, 16), ReLU(), head);
    }
}
