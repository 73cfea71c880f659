using RlLab.Algorithms.Ppo;
using RlLab.Environments;
using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Ppo;

/// <summary>What cannot work is refused when the trainer is made, with the way out.</summary>
public sealed class PpoRefusalTests
{
    private static readonly PpoOptions Good = new() { Steps = 1_000, RolloutLength = 10 };

    public static TheoryData<PpoOptions, string> Conflicts => new()
    {
        { Good with { Steps = 39 }, "RolloutLength is 10, with 4 instances 40 steps, and Steps is 39*before the first update*" },
        { Good with { Minibatches = 3 }, "RolloutLength is 10, with 4 instances 40 steps, which do not divide into 3 minibatches*" },
        { Good with { Minibatches = 80 }, "*40 steps, which do not divide into 80 minibatches*" },
        { Good with { Minibatches = 40 }, "Minibatches is 40, of one step each*NormalizeAdvantages*" },
    };

    [Theory]
    [MemberData(nameof(Conflicts))]
    public void Options_that_cannot_work_together_are_refused(PpoOptions options, string message)
    {
        var create = () => Ppo(options, Linear(2, 2), Linear(2, 1));
        create.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void A_minibatch_of_one_step_may_be_where_nothing_is_normalised() =>
        ((Action)(() => Ppo(Good with { Minibatches = 40, NormalizeAdvantages = false }, Linear(2, 2), Linear(2, 1)))).Should().NotThrow();

    [Theory]
    [InlineData(3, 1, 2, "The policy must make [rows, 2] of [rows, 2], what actions of Discrete { Count = 2 } are drawn by, and makes [rows, 3].")]
    [InlineData(2, 2, 2, "The value network must make [rows, 1] of [rows, 2], one value a row, and makes [rows, 2].")]
    [InlineData(2, 1, 5, "The policy must make [rows, 2] of [rows, 2]*cannot take that: *")]
    public void Networks_that_do_not_fit_the_spaces_are_refused(int actions, int values, int inputs, string message)
    {
        var create = () => Ppo(Good, Linear(inputs, actions), Linear(2, values));
        create.Should().Throw<ArgumentException>().WithMessage(message.Replace("[", "*", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(float.NegativeInfinity, 1)]
    [InlineData(0, float.PositiveInfinity)]
    public void Infinite_bounds_of_continuous_actions_are_refused(float low, float high)
    {
        foreach (var bounds in Enum.GetValues<ActionLimit>())
        {
            var create = () => Aim(new Box<float>(low, high, 1), Good with { ActionLimit = bounds }, new GaussianHead(1, 1));
            create.Should().Throw<ArgumentException>().WithMessage("Element 0 of the actions goes from *finite bounds*");
        }
    }

    [Fact]
    public void A_policy_for_continuous_actions_needs_means_and_deviations()
    {
        var create = () => Aim(new Box<float>(-1, 1, 2), Good, Linear(1, 2));
        create.Should().Throw<ArgumentException>().WithMessage("The policy must make *rows, 4*of *rows, 1*what actions of Box*, and makes *rows, 2*");
    }

    [Fact]
    public void Actions_of_pixels_are_refused()
    {
        var create = () => Aim(new Box<byte>(0, 255, 2), Good, Linear(1, 2));
        create.Should().Throw<ArgumentException>().WithMessage("Actions of Box *cannot be drawn*");
    }

    [Fact]
    public void A_normalisation_for_other_observations_is_refused()
    {
        var create = () => Ppo(Good, Sequential(new ObservationNormalization(3), Linear(3, 2)), Linear(2, 1));
        create.Should().Throw<ArgumentException>().WithMessage("An ObservationNormalization for 3 numbers stands where*have 2 of Single*");
    }

    [Fact]
    public void Worlds_of_different_kinds_are_refused()
    {
        using var networks = new ActorCritic(Linear(2, 2), Linear(2, 1));
        using var optimizer = optim.SGD(networks.Parameters, 0.1);
        using var worlds = new CartPoleVector(4);
        var create = () => new PpoTrainer<float, int>(worlds, new MatchWorld(), networks, optimizer, Good);
        create.Should().Throw<ArgumentException>().WithMessage("The worlds to learn in have the spaces *they have to be of one kind.");
    }

    [Fact]
    public void A_wrong_number_of_a_layer_is_refused()
    {
        var head = () => new GaussianHead(1, 1, deviation: 0);
        head.Should().Throw<ArgumentOutOfRangeException>().WithMessage("deviation is 0; it must be a number above 0.*");
        using var layer = Linear(1, 1);
        var gain = () => layer.WithOrthogonalWeights(-1);
        gain.Should().Throw<ArgumentOutOfRangeException>().WithMessage("outputGain is -1*");
        var advantages = () => Advantages.Estimate(2, new float[3], new float[3], new float[3], new bool[3], 0.9, 0.9, new float[3]);
        advantages.Should().Throw<ArgumentException>().WithMessage("*3 advantages of 2 worlds*");
    }

    private static PpoTrainer<float, int> Ppo(PpoOptions options, Module<Tensor, Tensor> policy, Module<Tensor, Tensor> value)
    {
        var networks = new ActorCritic(policy, value);
        var worlds = new VectorEnvironment<float, int>(4, () => new MatchWorld());
        return new(worlds, new MatchWorld(), networks, optim.SGD(networks.Parameters, 0.1), options);
    }

    private static void Aim<TAction>(Space<TAction> space, PpoOptions options, Module<Tensor, Tensor> policy)
    {
        var networks = new ActorCritic(policy, Linear(1, 1));
        var worlds = new VectorEnvironment<float, TAction>(4, () => new HintWorld<TAction>(space));
        _ = new PpoTrainer<float, TAction>(worlds, new HintWorld<TAction>(space), networks, optim.SGD(networks.Parameters, 0.1), options);
    }
}
