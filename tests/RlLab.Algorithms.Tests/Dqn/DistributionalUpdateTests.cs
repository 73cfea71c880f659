using RlLab.Algorithms.Dqn;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LinearLayer = TorchSharp.Modules.Linear;

namespace RlLab.Algorithms.Tests.Dqn;

/// <summary>One transition: in state (1, 0) action 1 earned 2 and led to state (0, 1). Two quantiles, or three atoms, an action.</summary>
public sealed class DistributionalUpdateTests
{
    private static readonly DqnOptions Options = new()
    {
        Steps = 100, Exploration = ExplorationSchedule.None, BatchSize = 1, Discount = 0.5, ReplayCapacity = 4,
        Distribution = new QuantileDistribution(2),
    };

    /// <summary>In (0, 1) the target network gives actions 0, 1, 2 the quantiles (0, 10), (3, 5), (20, 22); the network prefers action 1.</summary>
    [Theory]
    [InlineData(false, false, 20, 22)]
    [InlineData(false, true, 0, 10)] // action 2 is forbidden there
    [InlineData(true, false, 3, 5)]
    [InlineData(true, true, 0, 10)] // actions 1 and 2 are, as their numbers say to a network that chooses among all
    public void What_follows_is_the_distribution_of_the_best_allowed_action(bool isDouble, bool isMasked, float low, float high)
    {
        using var network = Layer([0, 0], [0, 0], [7, 0], [9, 0], [0, 0], [0, 0]);
        using var target = Layer([0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [0, 0]);
        using var optimizer = optim.SGD(network.parameters(), 0.1);
        var options = Options with { Double = isDouble, PriorityExponent = 1 };
        var update = new DqnUpdate(network, target, optimizer, options);
        Set(network, [0, 0], [0, 0], [7, 1], [9, 1], [0, 0], [0, 0]);
        Set(target, [0, 0], [0, 10], [0, 3], [0, 5], [0, 20], [0, 22]);
        bool[] allowed = isMasked ? [true, !isDouble, false] : [true, true, true];
        var (loss, value) = Apply(update, options, new StepResult(2, false, false), allowed);

        value.Should().BeApproximately(8, 1e-5, "the quantiles of the action that was taken are 7 and 9");
        loss.Should().BeApproximately(QuantileLoss([7, 9], [2 + 0.5 * low, 2 + 0.5 * high]), 1e-4);
        Weights(network)[0].Should().Be(0, "the other actions are left alone");
        Weights(network)[4].Should().NotBe(7);
    }

    /// <summary>Atoms at 0, 2 and 4; the episode is over with 3, so the target is (0, 1/2, 1/2).</summary>
    [Fact]
    public void The_step_moves_logits_by_the_difference_of_probabilities()
    {
        using var network = Layer([.. Enumerable.Repeat(new float[2], 6)]);
        using var target = Layer([.. Enumerable.Repeat(new float[2], 6)]);
        using var optimizer = optim.SGD(network.parameters(), 1);
        var options = Options with { Distribution = new CategoricalDistribution(0, 4, 3) };
        var (loss, value) = Apply(new DqnUpdate(network, target, optimizer, options), options, new StepResult(3, true, false));
        value.Should().BeApproximately(2, 1e-5, "all atoms are equally likely");
        loss.Should().BeApproximately(Math.Log(3) - Math.Log(2), 1e-5, "the divergence of a third each from one half each");
        Weights(network).Should().Equal(
            [0, 0, 0, 0, 0, 0, -1 / 3f, 0, 1 / 6f, 0, 1 / 6f, 0], (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void A_dueling_head_measures_each_number_of_an_advantage_from_its_mean_over_actions()
    {
        using var head = new DuelingHead(1, actions: 2, numbers: 3);
        using (no_grad())
        {
            var parameters = head.named_parameters().ToDictionary(p => p.Item1, p => p.Item2);
            parameters["value.weight"].copy_(tensor(new[] { 10f, 20f, 30f }, 3, 1));
            parameters["value.bias"].fill_(1);
            parameters["advantage.weight"].copy_(tensor(new[] { 1f, 2f, 3f, 5f, 8f, 13f }, 6, 1));
            parameters["advantage.bias"].fill_(0);
        }

        head.call(tensor(new[] { 1f }, 1, 1)).data<float>().ToArray().Should().Equal(11 - 2, 21 - 3, 31 - 5, 11 + 2, 21 + 3, 31 + 5);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 3)] // the network that chooses has noise of its own too
    public void Each_pass_of_an_update_has_its_own_noise(bool isDouble, int passes)
    {
        using var network = new NoisyLinear(2, 6);
        using var target = new NoisyLinear(2, 6);
        using var optimizer = optim.SGD(network.parameters(), 0.1);
        var (options, random, expected) = (Options with { Double = isDouble }, new RandomGenerator(5), new RandomGenerator(5));
        Apply(new DqnUpdate(network, target, optimizer, options, random), options, new StepResult(1, false, false));
        for (var draw = 0; draw < passes * (2 + 6); draw++)
        {
            expected.NextGaussian();
        }

        random.State.Should().Be(expected.State);
        var without = () => new DqnUpdate(network, target, optimizer, options);
        without.Should().Throw<ArgumentException>().WithMessage("*noisy layers*nothing to draw*");
    }

    private static double QuantileLoss(double[] quantiles, double[] targets)
    {
        var loss = 0.0;
        for (var i = 0; i < 2; i++)
        {
            foreach (var error in targets.Select(target => target - quantiles[i]))
            {
                var huber = Math.Abs(error) <= 1 ? error * error / 2 : Math.Abs(error) - 0.5;
                loss += Math.Abs(0.25 + 0.5 * i - (error < 0 ? 1 : 0)) * huber / 2;
            }
        }

        return loss;
    }

    private static (double Loss, double Value) Apply(DqnUpdate update, DqnOptions options, StepResult step, bool[]? allowed = null)
    {
        var replay = new ReplayBuffer<float>(4, 2, flags: allowed?.Length ?? 0);
        replay.Begin([1, 0], allowed is null ? [] : [true, true, true]);
        replay.Add(1, step, [0, 1], allowed);
        var sampler = new ReplaySampler<float>(replay, options, new RandomGenerator(1));
        sampler.Added();
        using var batch = new ReplayBatch<float>(replay, options, [2], CPU);
        batch.Fill(sampler, 0);
        return update.Apply(batch, sampler).Result;
    }

    private static LinearLayer Layer(params float[][] rows)
    {
        var layer = Linear(2, rows.Length, hasBias: false);
        Set(layer, rows);
        return layer;
    }

    private static void Set(LinearLayer layer, params float[][] rows)
    {
        using var noGrad = no_grad();
        layer.weight!.copy_(tensor(rows.SelectMany(row => row).ToArray(), rows.Length, 2));
    }

    private static float[] Weights(LinearLayer layer) => layer.weight!.data<float>().ToArray();
}
