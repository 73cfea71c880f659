using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Reinforce;
using RlLab.Environments;
using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LinearLayer = TorchSharp.Modules.Linear;

namespace RlLab.Algorithms.Tests.Masks;

/// <summary>The world refuses what it forbids, so a training that ends has obeyed it in every step, of evaluations and films too.</summary>
public sealed class MaskTests
{
    private static readonly DqnOptions Short = new()
    {
        Steps = 2_000, Exploration = new LinearExploration(1, 0.1, 1_000), ReplayCapacity = 500, BatchSize = 32, LearningStarts = 100,
        TrainEvery = 2, TargetUpdateEvery = 50, Discount = 0.5, EvaluateEvery = 1_000, EvaluationEpisodes = 5, FinalEvaluationEpisodes = 20,
    };

    public static TheoryData<DqnOptions> Options =>
    [
        Short,
        Short with { Double = true },
        Short with { NStep = 3 },
        Short with { PriorityExponent = 0.6, Double = true },
        Short with { ReplayCapacity = 101 },
        Short with { Distribution = new QuantileDistribution(3) },
        Short with { Distribution = new QuantileDistribution(3), Double = true },
        Short with { Distribution = new CategoricalDistribution(0, 100, 101) },
        Short with { Distribution = new CategoricalDistribution(0, 100, 101), Double = true, NStep = 3, PriorityExponent = 0.6 },
    ];

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Dqn_acts_explores_and_values_by_what_is_allowed(DqnOptions options)
    {
        var (network, run, world) = await DqnAsync(options);
        run.Values("final/return_mean").Should().Equal([8.0], "each of 8 steps can earn 1");
        world.Taken[..MaskedWorld.Colours].Should().OnlyContain(count => count > 100, "every action is explored where it is allowed");
        run.Videos.Should().NotBeEmpty();

        // The bait is never learned of, so its value is still what it was at the start; a target that looked at it would be above 50.
        for (var colour = 0; colour < MaskedWorld.Colours; colour++)
        {
            var values = Outputs(options.Distribution is { } distribution ? new ExpectedValues(network, distribution) : network, colour);
            values[MaskedWorld.Bait].Should().BeGreaterThan(90);
            values[(colour + 1) % MaskedWorld.Colours].Should().BeApproximately(2, 0.15f);
            if (options.NStep == 1)
            {
                values[(colour + 2) % MaskedWorld.Colours].Should().BeApproximately(1, 0.15f);
            }
        }
    }

    [Fact]
    public async Task A_noisy_network_takes_only_what_is_allowed()
    {
        manual_seed(1);
        using var network = new NoisyLinear(MaskedWorld.Colours, 4);
        using var target = new NoisyLinear(MaskedWorld.Colours, 4);
        using var optimizer = optim.Adam(network.parameters(), 0.02);
        var (run, world) = (new RecordingRun(1), new MaskedWorld());
        var options = Short with { Exploration = ExplorationSchedule.None, Double = true };
        await new DqnTrainer<float>(world, new MaskedWorld(), network, target, optimizer, options).Train(run);
        run.Values("final/return_mean").Should().Equal(8.0);
        world.Taken[..MaskedWorld.Colours].Should().OnlyContain(count => count > 100, "noise explores");
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_terminated_episode()
    {
        var (network, run, _) = await DqnAsync(Short, steps: 1, terminates: true);
        run.Values("final/return_mean").Should().Equal(1.0);
        Outputs(network, 0)[1].Should().BeApproximately(1, 0.05f, "nothing follows");
    }

    [Theory]
    [InlineData(Baseline.None, false)]
    [InlineData(Baseline.RunningMean, true)]
    public async Task Reinforce_draws_and_learns_among_what_is_allowed(Baseline baseline, bool normalize)
    {
        var (policy, run) = await ReinforceAsync(new ReinforceOptions
        {
            EpisodesPerIteration = 20, Iterations = 20, SolvedReturn = double.PositiveInfinity, Discount = 0.5, EntropyWeight = 0.01,
            Baseline = baseline, NormalizeReturns = normalize,
        });
        run.Values("iteration/return_mean")[^1].Should().BeGreaterThan(7, "8 is perfect and 4 is chance");
        run.Values("eval/greedy_return_mean")[^1].Should().Be(8);
        run.Values("iteration/entropy").Should().OnlyContain(entropy => entropy >= 0 && entropy <= Math.Log(2) + 1e-6, "two actions are allowed");
        run.Metrics.Should().OnlyContain(metric => double.IsFinite(metric.Value));
        Math.Exp(Outputs(policy, 0)[MaskedWorld.Bait]).Should().BeGreaterThan(0.5, "the network itself is not told what is forbidden");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ppo_draws_and_learns_among_what_is_allowed(bool greedily)
    {
        var (policy, run) = await PpoAsync(new PpoOptions
        {
            Steps = 4_096, RolloutLength = 32, Discount = 0.5, EvaluateGreedily = greedily, EvaluateEvery = 1_000,
        });
        run.Values("final/return_mean")[^1].Should().BeGreaterThan(7.8, "8 is perfect and 4 is chance");
        run.Values("train/entropy").Should().OnlyContain(entropy => entropy >= 0 && entropy <= Math.Log(2) + 1e-6, "two actions are allowed");
        run.Metrics.Should().OnlyContain(metric => double.IsFinite(metric.Value));
        Outputs(policy, 0)[MaskedWorld.Bait].Should().BeApproximately(5, 1e-6f, "nothing is learned of what is never allowed");
    }

    [Fact]
    public void A_policy_draws_in_proportion_among_what_is_allowed_however_unlikely()
    {
        using var layer = Layer([0, -200 + (float)Math.Log(3), -200, 0]);
        var policy = new SampledPolicy<float>(layer, new Box<float>(0, 1, 1), new Discrete(4), "cpu", new RandomGenerator(1));
        var counts = new int[4];
        for (var i = 0; i < 4_000; i++)
        {
            counts[policy.Act([0], [false, true, true, false])]++;
        }

        counts[0].Should().Be(0);
        counts[3].Should().Be(0);
        (counts[1] / 4_000.0).Should().BeApproximately(0.75, 0.03, "its standard error is 0.007");
    }

    [Fact]
    public void The_best_of_what_is_allowed_is_taken_and_the_first_of_equals()
    {
        using var layer = Layer([5, -3, -2, -2]);
        var policy = new GreedyPolicy<float>(layer, new Box<float>(0, 1, 1), new Discrete(4), "cpu");
        policy.Act([0], [false, true, true, true]).Should().Be(2);
        policy.LastValue.Should().Be(-2);
        policy.Act([0]).Should().Be(0);
        var none = () => policy.Act([0], [false, false, false, false]);
        none.Should().Throw<ArgumentException>().WithMessage("*one must be allowed*");
        var fewer = () => policy.Act([0], [true]);
        fewer.Should().Throw<ArgumentException>().WithMessage("Of 4 actions 1 have a flag*");
    }

    [Fact]
    public async Task A_state_in_which_nothing_can_be_done_is_named()
    {
        var dqn = () => DqnAsync(Short, deadlock: 3);
        await dqn.Should().ThrowAsync<InvalidOperationException>().WithMessage("MaskedWorld allows none of its 4 actions*");
        var reinforce = () => ReinforceAsync(new ReinforceOptions(), deadlock: 3);
        await reinforce.Should().ThrowAsync<InvalidOperationException>().WithMessage("MaskedWorld allows none of its 4 actions*");
        var ppo = () => PpoAsync(new PpoOptions { Steps = 1_000, RolloutLength = 10 }, deadlock: 3);
        await ppo.Should().ThrowAsync<InvalidOperationException>().WithMessage("Instance 0 of MaskedWorld allows none of its 4 actions*");
    }

    private static async Task<(Module<Tensor, Tensor> Network, RecordingRun Run, MaskedWorld World)> DqnAsync(
        DqnOptions options, int steps = 8, bool terminates = false, int? deadlock = null)
    {
        manual_seed(1);
        var numbers = options.Distribution?.Numbers ?? 1;
        var (network, target) = (Layer(Baited(options.Distribution), MaskedWorld.Colours), Layer(new float[4 * numbers], MaskedWorld.Colours));
        using var optimizer = optim.Adam(network.parameters(), 0.02);
        var run = new RecordingRun(1);
        var world = new MaskedWorld(steps, terminates, deadlock);
        await new DqnTrainer<float>(world, new MaskedWorld(steps, terminates), network, target, optimizer, options).Train(run);
        return (network, run, world);
    }

    private static async Task<(Module<Tensor, Tensor> Policy, RecordingRun Run)> ReinforceAsync(ReinforceOptions options, int? deadlock = null)
    {
        manual_seed(1);
        var policy = Sequential(Layer([0, 0, 0, 5], MaskedWorld.Colours), LogSoftmax(1));
        using var optimizer = optim.Adam(policy.parameters(), 0.02);
        var run = new RecordingRun(1);
        await new ReinforceTrainer(new MaskedWorld(deadlock: deadlock), new MaskedWorld(), policy, optimizer, options).Train(run);
        return (policy, run);
    }

    /// <summary>Values of 0 for each colour, and of 100, or of nearly 100, for the bait.</summary>
    private static float[] Baited(ValueDistribution? distribution)
    {
        var bait = new float[distribution?.Numbers ?? 1];
        bait.AsSpan().Fill(distribution is CategoricalDistribution ? 0 : 100);
        bait[^1] = distribution is CategoricalDistribution ? 20 : 100;
        return [.. new float[MaskedWorld.Colours * bait.Length], .. bait];
    }

    private static async Task<(Module<Tensor, Tensor> Policy, RecordingRun Run)> PpoAsync(PpoOptions options, int? deadlock = null)
    {
        manual_seed(1);
        var networks = new ActorCritic(Layer([0, 0, 0, 5], MaskedWorld.Colours), Linear(MaskedWorld.Colours, 1));
        using var optimizer = optim.Adam(networks.Parameters, 0.02);
        var run = new RecordingRun(1);
        using var worlds = new VectorEnvironment<float, int>(4, () => new MaskedWorld(deadlock: deadlock));
        await new PpoTrainer<float, int>(worlds, new MaskedWorld(), networks, optimizer, options).Train(run);
        return (networks.Policy, run);
    }

    private static float[] Outputs(Module<Tensor, Tensor> network, int colour)
    {
        using var scope = NewDisposeScope();
        return network.call(eye(MaskedWorld.Colours).narrow(0, colour, 1)).data<float>().ToArray();
    }

    private static LinearLayer Layer(float[] bias, int inputs = 1)
    {
        var layer = Linear(inputs, bias.Length);
        using var noGrad = no_grad();
        layer.weight!.zero_();
        layer.bias!.copy_(tensor(bias));
        return layer;
    }
}
