using RlLab.Algorithms.Dqn;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LinearLayer = TorchSharp.Modules.Linear;

namespace RlLab.Algorithms.Tests.Dqn;

public sealed class DqnUpdateTests
{
    private static readonly DqnOptions Options = new()
    {
        Steps = 100, Exploration = new LinearExploration(1, 0, 1), BatchSize = 1, Discount = 0.5, ReplayCapacity = 4,
    };

    /// <summary>One transition: in state (1, 0) action 1 earned 2 and led to state (0, 1).</summary>
    [Theory]
    [InlineData(false, 2 + 0.5 * 7)] // the target network's own best in (0, 1) is action 0, worth 7
    [InlineData(true, 2 + 0.5 * 4)] // the network prefers action 1 there, which the target network values 4
    public void The_step_moves_the_chosen_value_towards_the_target(bool doubleLearning, double expectedTarget)
    {
        using var network = Layer([0, 1], [3, 5]);
        using var target = Layer([0, 0], [0, 0]);
        using var optimizer = optim.SGD(network.parameters(), 0.1);
        var update = new DqnUpdate(network, target, optimizer, Options with { Double = doubleLearning });
        Set(target, [0, 7], [0, 4]);
        var (loss, value) = Apply(update, Options, new StepResult(2, false, false));

        // Q(s, 1) = 3; the loss is (3 - y)^2, its gradient 2 (3 - y).
        value.Should().BeApproximately(3, 1e-6);
        loss.Should().BeApproximately(Math.Pow(3 - expectedTarget, 2), 1e-5);
        Weights(network).Should().Equal(
            [0, 1, (float)(3 - 0.1 * 2 * (3 - expectedTarget)), 5], (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Nothing_is_expected_after_a_terminated_episode()
    {
        using var network = Layer([0, 1], [3, 5]);
        using var target = Layer([0, 0], [0, 0]);
        using var optimizer = optim.SGD(network.parameters(), 0.1);
        var (loss, _) = Apply(new DqnUpdate(network, target, optimizer, Options), Options, new StepResult(2, true, false));
        loss.Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public void A_huber_loss_grows_in_a_straight_line()
    {
        var options = Options with { Loss = TemporalDifferenceLoss.Huber };
        using var network = Layer([0, 0], [3, 0]);
        using var target = Layer([0, 0], [0, 0]);
        using var optimizer = optim.SGD(network.parameters(), 0.1);
        var (loss, _) = Apply(new DqnUpdate(network, target, optimizer, options), options, new StepResult(13, true, false));
        loss.Should().BeApproximately(9.5, 1e-5);
        Weights(network)[2].Should().BeApproximately(3.1f, 1e-5f);
    }

    [Theory]
    [InlineData(GradientLimit.Value, 0.1f)]
    [InlineData(GradientLimit.Norm, 0.1f)]
    [InlineData(GradientLimit.None, 2f)]
    public void Gradients_are_limited(GradientLimit limit, float step)
    {
        var options = Options with { GradientLimit = limit, GradientLimitValue = 1 };
        using var network = Layer([0, 0], [3, 0]);
        using var target = Layer([0, 0], [0, 0]);
        using var optimizer = optim.SGD(network.parameters(), 0.1);
        Apply(new DqnUpdate(network, target, optimizer, options), options, new StepResult(13, true, false));
        Weights(network)[2].Should().BeApproximately(3 + step, 1e-4f);
    }

    [Theory]
    [InlineData(1.0, 3f)]
    [InlineData(0.25, 0.75f)]
    public void The_target_network_moves_by_its_rate(double rate, float expected)
    {
        using var network = Layer([0, 0], [0, 0]);
        using var target = Layer([0, 0], [0, 0]);
        using var optimizer = optim.SGD(network.parameters(), 0.1);
        var update = new DqnUpdate(network, target, optimizer, Options with { TargetUpdateRate = rate });
        Set(network, [0, 0], [3, 0]);
        update.UpdateTarget();
        Weights(target).Should().Equal([0, 0, expected, 0], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_dueling_head_measures_advantages_from_their_mean()
    {
        using var head = new DuelingHead(1, 2);
        using (no_grad())
        {
            var parameters = head.named_parameters().ToDictionary(p => p.Item1, p => p.Item2);
            parameters["value.weight"].fill_(10);
            parameters["value.bias"].fill_(1);
            parameters["advantage.weight"].copy_(tensor(new[] { 2f, 4f }, 2, 1));
            parameters["advantage.bias"].fill_(5);
        }

        head.call(tensor(new[] { 3f }, 1, 1)).data<float>().ToArray().Should().Equal(31 - 3, 31 + 3);
    }

    private static (double Loss, double Value) Apply(DqnUpdate update, DqnOptions options, StepResult step)
    {
        var replay = new ReplayBuffer<float>(4, 2);
        replay.Begin([1, 0]);
        replay.Add(1, step, [0, 1]);
        var sampler = new ReplaySampler<float>(replay, options, new RandomGenerator(1));
        using var batch = new ReplayBatch<float>(replay, options, [2], CPU);
        batch.Fill(sampler, 0);
        return update.Apply(batch, sampler).Result;
    }

    private static LinearLayer Layer(float[] first, float[] second)
    {
        var layer = Linear(2, 2, hasBias: false);
        Set(layer, first, second);
        return layer;
    }

    private static void Set(LinearLayer layer, float[] first, float[] second)
    {
        using var noGrad = no_grad();
        layer.weight!.copy_(tensor((float[])[.. first, .. second], 2, 2));
    }

    private static float[] Weights(LinearLayer layer) => layer.weight!.data<float>().ToArray();
}
