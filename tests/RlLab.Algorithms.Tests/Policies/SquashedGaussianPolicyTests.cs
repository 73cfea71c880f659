using RlLab.Lanes;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Policies;

public sealed class SquashedGaussianPolicyTests
{
    private static readonly Box<float> Observations = new(-1, 1, 1);
    private static readonly Box<float> Actions = new([2], [-2, 0], [2, 1]);

    [Fact]
    public void Without_a_generator_the_action_is_that_of_the_means()
    {
        using var network = new Constant([0.5f, -0.25f, 1, -3]);
        var action = Policy(network).Act([0]);
        action[0].Should().BeApproximately((float)(2 * Math.Tanh(0.5)), 1e-6f);
        action[1].Should().BeApproximately((float)(0.5 + 0.5 * Math.Tanh(-0.25)), 1e-6f);
    }

    [Fact]
    public void With_a_generator_it_is_drawn_with_the_deviations()
    {
        using var network = new Constant([0.3f, -0.4f, MathF.Log(0.5f), MathF.Log(0.1f)]);
        var policy = Policy(network, new RandomGenerator(1));
        var drawn = Enumerable.Range(0, 4_000).Select(_ => policy.Act([0])).ToList();
        foreach (var (numbers, mean, deviation) in new[]
                 {
                     (drawn.ConvertAll(action => Math.Atanh(action[0] / 2)), 0.3, 0.5),
                     (drawn.ConvertAll(action => Math.Atanh(2 * action[1] - 1)), -0.4, 0.1),
                 })
        {
            // Four standard errors of a mean, and of a variance, of 4,000 draws.
            numbers.Average().Should().BeApproximately(mean, 4 * deviation / Math.Sqrt(4_000));
            numbers.Average(number => Math.Pow(number - mean, 2)).Should().BeApproximately(
                deviation * deviation, 4 * deviation * deviation * Math.Sqrt(2.0 / 4_000));
        }
    }

    [Fact]
    public void A_deviation_is_held_where_it_means_something_and_the_action_is_always_in_the_space()
    {
        using var wild = new Constant([1e30f, -1e30f, 1e30f, 1e30f]);
        var policy = Policy(wild, new RandomGenerator(1));
        for (var i = 0; i < 100; i++)
        {
            policy.Act([0]).Should().Equal(2, 0);
        }

        using var sure = new Constant([0.5f, 0.5f, -1e30f, -1e30f]);
        Policy(sure, new RandomGenerator(1)).Act([0]).Should().Equal(Policy(sure).Act([0]), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(0, "mean for element 0")]
    [InlineData(1, "mean for element 1")]
    [InlineData(3, "log-deviation for element 1")]
    public void A_number_that_is_not_finite_is_named_and_never_acted_on(int place, string what)
    {
        foreach (var number in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            var outputs = new float[4];
            outputs[place] = number;
            using var network = new Constant(outputs);
            foreach (var random in (RandomGenerator?[])[null, new RandomGenerator(1)])
            {
                var act = () => Policy(network, random).Act([0]);
                act.Should().Throw<DivergedException>().WithMessage($"Diverged: the network's {what} of the action is *");
            }
        }
    }

    [Fact]
    public void A_network_whose_numbers_do_not_fit_the_action_is_refused_with_what_it_must_give()
    {
        using var network = new Constant([1, 2]);
        var act = () => Policy(network).Act([0]);
        act.Should().Throw<ArgumentException>().WithMessage("The network gives 2 numbers for an action of 2 elements; it must give 4, the means*");
    }

    [Fact]
    public async Task It_is_evaluated_filmed_and_played_as_any_policy_is()
    {
        using var network = Knowing();
        using var world = new AimWorld();
        var policy = new SquashedGaussianPolicy<float>(network, world.ObservationSpace, world.ActionSpace, "cpu");
        var evaluation = await Evaluation.Of(policy, world, 3, seed: 1, TestContext.Current.CancellationToken);
        evaluation.Lengths.Should().Equal(8, 8, 8);
        evaluation.ReturnMean.Should().BeInRange(-0.2, 0);
        Evaluation.Film(policy, world, world, seed: 1, TestContext.Current.CancellationToken).Should().HaveCount(9);
        var run = new RecordingRun(seed: 1) { Playback = new Playback(2, () => new MemoryStream()) };
        Playing.Of(run, policy, world).Returns.Should().Equal(evaluation.Returns.Take(2));
        run.Videos.Keys.Should().Equal("episode-0", "episode-1");
    }

    [Fact]
    public void An_action_that_is_not_finite_never_reaches_the_world()
    {
        using var world = new AimWorld();
        var game = new CheckedWorld<float, float[]>(world);
        var observation = new float[1];
        game.Reset(observation, 1);
        foreach (var number in (float[])[float.NaN, float.NegativeInfinity])
        {
            var step = () => game.Step([0, number], observation);
            step.Should().Throw<DivergedException>().WithMessage($"Diverged: element 1 of the action for AimWorld is {number}.*");
        }
    }

    [Fact]
    public void In_lanes_the_actions_are_those_that_each_would_take_alone()
    {
        var alone = Enumerable.Range(0, 6).Select(number => Acts(number).GetAwaiter().GetResult()).ToList();
        var together = new float[6][];
        var trainings = Enumerable.Range(0, 6).Select(number => new TestTraining(number, async () => together[number] = await Acts(number))).ToList();
        var (scheduler, next) = (new LaneScheduler(4), 0);
        scheduler.Run(() => next < trainings.Count ? trainings[next++] : null, CancellationToken.None);
        scheduler.Statistics.LanesPerCall.Should().BeGreaterThan(1.5);
        for (var number = 0; number < 6; number++)
        {
            together[number].Should().Equal(alone[number], (a, b) => Math.Abs(a - b) < 1e-6);
        }

        static async Task<float[]> Acts(int number)
        {
            manual_seed(number);
            using var network = Sequential(Linear(1, 6), Softsign(), Linear(6, 4));
            var (policy, actions) = (Policy(network, new RandomGenerator(number)), new List<float>());
            for (var i = 0; i < 5; i++)
            {
                actions.AddRange(await policy.ActAsync([i / 5f]));
            }

            return [.. actions];
        }
    }

    private static SquashedGaussianPolicy<float> Policy(Module<Tensor, Tensor> network, RandomGenerator? random = null) =>
        new(network, Observations, Actions, "cpu", random);

    /// <summary>Means that tanh turns into nearly what is shown; at random an episode costs about 10.</summary>
    private static Module<Tensor, Tensor> Knowing()
    {
        var network = Linear(1, 4, hasBias: false);
        using var noGrad = no_grad();
        network.weight!.copy_(tensor((float[])[1.15f, 1.15f, 0, 0], 4, 1));
        return network;
    }

    private sealed class Constant(float[] outputs) : Module<Tensor, Tensor>(nameof(Constant))
    {
        public override Tensor forward(Tensor input) => tensor(outputs, 1, outputs.Length);
    }
}
