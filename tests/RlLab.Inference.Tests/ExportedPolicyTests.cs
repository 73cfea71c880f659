using RlLab.Algorithms;
using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Ppo;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Inference.Tests;

/// <summary>A policy of RlLab's that is exported acts as it did in training.</summary>
public sealed class ExportedPolicyTests
{
    private static readonly Dictionary<string, string> Origin = new() { ["rllab.experiment"] = "match", ["rllab.run"] = "1a2b" };

    [Fact]
    public void A_greedy_policy_takes_the_same_actions_and_tells_what_it_sees()
    {
        using var world = new MatchWorld();
        using var network = Sequential(Linear(2, 9), Tanh(), new DuelingHead(9, 2));
        var greedy = new GreedyPolicy<float>(network, world.ObservationSpace, world.ActionSpace, "cpu");
        var policy = Exported(greedy, world);
        var random = new RandomGenerator(1);
        for (var i = 0; i < 200; i++)
        {
            var observation = world.ObservationSpace.Sample(random);
            policy.Act(observation).Should().Be(greedy.Act(observation));
            policy.Act(observation, [false, true]).Should().Be(1);
        }

        policy.Metadata.Should().Contain("rllab.run", "1a2b").And.Contain("rllab.action.choice", "greatest");
        policy.ObservationShape.Should().Equal(2);
        policy.ObservationLow.Should().Equal(world.ObservationSpace.Low);
        policy.ObservationHigh.Should().Equal(world.ObservationSpace.High);
        policy.Invoking(p => p.Draw(new float[2], 0.5)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_policy_that_draws_draws_the_same_actions_by_the_same_numbers()
    {
        using var world = new MatchWorld();
        using var network = Sequential(Linear(2, 2), LogSoftmax(1));
        var sampled = new SampledPolicy<float>(network, world.ObservationSpace, world.ActionSpace, "cpu", new RandomGenerator(7));
        var policy = Exported(sampled, world);
        var (observations, numbers) = (new RandomGenerator(1), new RandomGenerator(7));

        // The export plays an episode, for which it draws as often.
        for (var step = 0; step < 8; step++)
        {
            numbers.NextDouble();
        }

        for (var i = 0; i < 200; i++)
        {
            var observation = world.ObservationSpace.Sample(observations);
            policy.Draw(observation, numbers.NextDouble()).Should().Be(sampled.Act(observation));
        }
    }

    [Fact]
    public void A_policy_of_continuous_actions_gives_those_of_the_means_within_the_bounds()
    {
        using var world = new AimWorld();
        using var network = Sequential(Linear(1, 16), ReLU(), Linear(16, 4));
        using (no_grad())
        {
            network.parameters().Last().mul_(20);
        }

        var means = new SquashedGaussianPolicy<float>(network, world.ObservationSpace, world.ActionSpace, "cpu");
        var (policy, action) = (Exported(means, world), new float[2]);
        policy.ActionLow.Should().Equal(-2, 0);
        policy.ActionHigh.Should().Equal(2, 1);
        for (var x = -1f; x <= 1; x += 0.01f)
        {
            policy.Act([x], action.AsSpan());
            action.Zip(means.Act([x]), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-5f);
            world.ActionSpace.Contains(action).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(ActionLimit.Clip)]
    [InlineData(ActionLimit.Squash)]
    public void A_policy_of_PPO_gives_the_likeliest_continuous_action(ActionLimit limit)
    {
        using var world = new AimWorld();
        using var network = Sequential(Linear(1, 16), Tanh(), new GaussianHead(16, 2));
        using (no_grad())
        {
            network.parameters().First().mul_(9);
        }

        var likeliest = new DistributionPolicy<float, float[]>(
            network, new Gaussian((Box<float>)world.ActionSpace, limit), world.ObservationSpace, CPU, random: null);
        var (policy, action) = (Exported(likeliest, world), new float[2]);
        for (var x = -1f; x <= 1; x += 0.01f)
        {
            policy.Act([x], action.AsSpan());
            action.Zip(likeliest.Act([x]), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-5f);
        }
    }

    [Fact]
    public void A_policy_of_PPO_takes_the_likeliest_of_each_choice_or_draws_the_one_that_there_is()
    {
        using var world = new MatchWorld();
        using var network = Sequential(Linear(2, 2));
        var drawing = new DistributionPolicy<float, int>(network, new Categorical(2), world.ObservationSpace, CPU, new RandomGenerator(7));
        var policy = Exported(drawing, world);
        var likeliest = new DistributionPolicy<float, int>(network, new Categorical(2), world.ObservationSpace, CPU, random: null);
        policy.Act([1, 0]).Should().Be(likeliest.Act([1, 0]));
        Enumerable.Range(0, 10).Select(i => policy.Draw([0.1f, 0], i / 10.0)).Should().Contain(0).And.Contain(1);
    }

    [Fact]
    public void A_policy_that_asks_no_network_is_refused_by_its_name()
    {
        using var world = new MatchWorld();
        world.Invoking(w => Exported(new Copycat(), w))
            .Should().Throw<NotSupportedException>().WithMessage("A Copycat cannot be exported*IExportable*");
    }

    private static Policy Exported<TAction>(IPolicy<float, TAction> policy, IEnvironment<float, TAction> world)
    {
        using var file = new MemoryStream();
        var playback = new Playback(1, () => Stream.Null) { Export = new PolicyExport(ExportFormat.Onnx, file, Origin) };
        Playing.Of(new RecordingRun { Playback = playback }, policy, world);
        return SamplePolicies.Load(file.ToArray());
    }

    private sealed class Copycat : IPolicy<float, int>
    {
        public int Act(ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed = default) => observation[0] > observation[1] ? 0 : 1;
    }
}
