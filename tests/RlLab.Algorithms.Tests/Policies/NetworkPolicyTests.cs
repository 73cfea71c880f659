using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Policies;

public sealed class NetworkPolicyTests
{
    private static readonly Box<float> Observations = new(0, 1, 1);

    public static TheoryData<float[], string?> Outputs => new()
    {
        { [1, float.NaN, 2], "the network's number for action 1 is NaN" },
        { [float.NaN, 0, 1], "the network's number for action 0 is NaN" },
        { [1, 2, float.PositiveInfinity], "the network's number for action 2 is Infinity" },
        { [0, float.NegativeInfinity, float.NegativeInfinity], null }, // a distribution that has settled
    };

    [Theory]
    [MemberData(nameof(Outputs))]
    public void A_number_that_says_nothing_about_actions_is_named_and_never_acted_on(float[] outputs, string? what)
    {
        using var network = new Constant(outputs);
        IPolicy<float, int>[] policies =
        [
            new GreedyPolicy<float>(network, Observations, new Discrete(3), "cpu"),
            new SampledPolicy<float>(network, Observations, new Discrete(3), "cpu", new RandomGenerator(1)),
        ];
        foreach (var policy in policies)
        {
            var act = () => policy.Act([0]);
            if (what is null)
            {
                act().Should().Be(0);
                var masked = () => policy.Act([0], [false, true, true]);
                masked.Should().Throw<DivergedException>().WithMessage("*allowed actions is -Infinity*");
            }
            else
            {
                act.Should().Throw<DivergedException>().WithMessage($"Diverged: {what}. *").Which.Step.Should().BeNull();
            }
        }
    }

    [Fact]
    public void A_network_that_has_not_one_number_an_action_is_refused()
    {
        using var network = new Constant([1, 2]);
        var act = () => new GreedyPolicy<float>(network, Observations, new Discrete(3), "cpu").Act([0]);
        act.Should().Throw<ArgumentException>().WithMessage("The network gives 2 numbers for 3 actions*");
    }

    private sealed class Constant(float[] outputs) : Module<Tensor, Tensor>(nameof(Constant))
    {
        public override Tensor forward(Tensor input) => tensor(outputs, 1, outputs.Length);
    }
}
