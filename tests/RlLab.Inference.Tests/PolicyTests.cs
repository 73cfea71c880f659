using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Inference.Tests;

/// <summary>A policy's actions are the trained network's.</summary>
public sealed class PolicyTests
{
    public static TheoryData<string> Networks => [.. SampleNetworks.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Outputs_and_actions_are_those_of_the_training_engine_and_of_OnnxRuntime(string name)
    {
        var (network, shape, type) = SampleNetworks.Make(name);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var observations = SampleNetworks.Observations(shape, type, 20);
        var expected = network.call(observations);
        var actions = (int)expected.shape[1];
        var content = SamplePolicies.Discrete(network, shape, type, actions);
        using var model = new OnnxModel(content);
        var policy = SamplePolicies.Load(content);

        var (best, outputs) = (new List<int>(), new List<float>());
        for (var row = 0; row < 20; row++)
        {
            var observation = observations[row].contiguous();
            best.Add(type == ScalarType.Byte ? policy.Act(observation.bytes) : policy.Act(MemoryMarshal.Cast<byte, float>(observation.bytes)));
            outputs.AddRange(policy.Outputs);
        }

        Distance(outputs, expected.data<float>()).Should().BeLessThan(1e-5f);
        Distance(outputs, model.Run(observations)).Should().BeLessThan(1e-5f);
        best.Should().Equal(expected.argmax(1).data<long>().Select(action => (int)action));

        static float Distance(IEnumerable<float> found, IEnumerable<float> wanted) =>
            found.Zip(wanted, (a, b) => Math.Abs(a - b) / (1 + Math.Abs(b))).Max();
    }

    [Fact]
    public void An_action_allocates_nothing()
    {
        var (network, shape, type) = SampleNetworks.Make("arcade");
        var (pixels, vectors) = (SamplePolicies.Load(SamplePolicies.Discrete(network, shape, type, 5)), Scores("drawn", 1, 2, 3));
        var continuous = Continuous();
        var (bytes, floats, allowed, action) = (new byte[pixels.ObservationLength], new float[1], new[] { true, false, true }, new float[2]);
        Play();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Play();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        void Play()
        {
            for (var i = 0; i < 10; i++)
            {
                pixels.Act(bytes);
                vectors.Act(floats, allowed);
                vectors.Draw(floats, 0.5, allowed);
                continuous.Act(floats, action.AsSpan());
            }
        }
    }

    [Fact]
    public void Among_the_allowed_actions_the_best_is_taken_and_of_equal_ones_the_first()
    {
        var policy = Scores("greatest", 1, 4, 4, 2);
        policy.Act(new float[1]).Should().Be(1);
        policy.Act(new float[1], [true, false, false, true]).Should().Be(3);
        policy.Act(new float[1], [false, false, true, true]).Should().Be(2);
    }

    [Fact]
    public void Actions_are_drawn_by_their_probabilities_and_only_those_allowed()
    {
        // Logarithms of 1, 3, 0 and 4, of which 8 is the sum.
        var policy = Scores("drawn", 0, MathF.Log(3), float.NegativeInfinity, MathF.Log(4));
        Counts([]).Should().Equal(1, 3, 0, 4);
        Counts([true, true, true, false]).Should().Equal(2, 6, 0, 0);
        policy.Draw(new float[1], Math.BitDecrement(1.0), [true, true, true, false]).Should().Be(1);

        int[] Counts(bool[] allowed)
        {
            var counts = new int[4];
            for (var i = 0; i < 8; i++)
            {
                counts[policy.Draw(new float[1], (i + 0.5) / 8, allowed)]++;
            }

            return counts;
        }
    }

    [Fact]
    public void A_policy_of_values_draws_nothing_and_a_random_number_has_its_range()
    {
        Scores("greatest", 1, 2).Invoking(p => p.Draw(new float[1], 0.5)).Should().Throw<InvalidOperationException>().WithMessage("*use Act*");
        foreach (var random in new[] { -0.1, 1, double.NaN })
        {
            Scores("drawn", 1, 2).Invoking(p => p.Draw(new float[1], random)).Should().Throw<ArgumentOutOfRangeException>();
        }
    }

    [Fact]
    public void A_continuous_action_is_what_the_graph_gives_and_of_the_bounds_that_the_file_says()
    {
        var (policy, action) = (Continuous(), new float[2]);
        policy.Act([0.5f], action.AsSpan());
        action.Should().Equal(2 * MathF.Tanh(0.5f), 0.25f);
        policy.Act([100f], action.AsSpan());
        action.Should().Equal(2, 1);
        (policy.IsContinuous, policy.ActionLength, policy.Actions.Count).Should().Be((true, 2, 0));
        policy.ActionLow.Should().Equal(-2, 0);
        policy.ActionHigh.Should().Equal(2, 1);
        policy.ObservationLow.Should().Equal(float.NegativeInfinity);
    }

    [Fact]
    public void Of_several_choices_at_once_the_best_of_each_is_taken()
    {
        using var network = Giving(4, 9, 3, 1, 2);
        var (policy, action) = (SamplePolicies.Load(SamplePolicies.MultiDiscrete(network, [1], 2, 3)), new int[2]);
        policy.Act(new float[1], action.AsSpan());
        action.Should().Equal(1, 0);
        policy.Actions.Should().Equal(2, 3);
        policy.Invoking(p => p.Act(new float[1])).Should().Throw<InvalidOperationException>().WithMessage("An action of the policy has 2 numbers*");
        policy.Invoking(p => p.Act(new float[1], new int[1].AsSpan())).Should().Throw<ArgumentException>().WithMessage("*room for 1*");
        policy.Invoking(p => p.Act(new float[1], new float[2].AsSpan())).Should().Throw<InvalidOperationException>().WithMessage("*among 2 and 3*");
    }

    [Fact]
    public void Several_choices_at_once_are_made_of_bytes_too()
    {
        using var network = Giving(4, 9, 3, 1, 2);
        var (policy, action) = (SamplePolicies.Load(SamplePolicies.MultiDiscrete(network, [1], ScalarType.Byte, 2, 3)), new int[2]);
        policy.Act(new byte[1], action.AsSpan());
        action.Should().Equal(1, 0);
        policy.Invoking(p => p.Act(new float[1], new int[2].AsSpan())).Should().Throw<InvalidOperationException>().WithMessage("*sees bytes*");
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_what_would()
    {
        var (policy, continuous) = (Scores("greatest", 1, 2), Continuous());
        policy.Invoking(p => p.Act(new float[3])).Should().Throw<ArgumentException>().WithMessage("The policy sees 1 numbers, and was given 3.*");
        policy.Invoking(p => p.Act(new byte[1])).Should().Throw<InvalidOperationException>().WithMessage("*sees float32, and was given bytes.");
        policy.Invoking(p => p.Act(new float[1], [true])).Should().Throw<ArgumentException>().WithMessage("Of 2 actions 1 have a flag*");
        policy.Invoking(p => p.Act(new float[1], [false, false])).Should().Throw<ArgumentException>().WithMessage("*0 are allowed*");
        policy.Invoking(p => p.Act(new float[1], new float[1].AsSpan()))
            .Should().Throw<InvalidOperationException>().WithMessage("The policy chooses among 2 actions, by int.");
        continuous.Invoking(p => p.Act(new float[1]))
            .Should().Throw<InvalidOperationException>().WithMessage("An action of the policy has 2 numbers*");
        continuous.Invoking(p => p.Act(new float[1], new float[3].AsSpan())).Should().Throw<ArgumentException>().WithMessage("*room for 3*");
    }

    [Fact]
    public void An_observation_with_a_NaN_is_told_and_leaves_nothing_behind()
    {
        var (network, shape, type) = SampleNetworks.Make("cartpole-dqn");
        var policy = SamplePolicies.Load(SamplePolicies.Discrete(network, shape, type, 2));
        var before = policy.Act([0.1f, 0.2f, 0.3f, 0.4f]);
        policy.Invoking(p => p.Act([0.1f, float.NaN, 0.3f, 0.4f])).Should().Throw<ArithmeticException>().WithMessage("The network gave NaN*");
        policy.Act([0.1f, 0.2f, 0.3f, 0.4f]).Should().Be(before);
    }

    [Fact]
    public void Copies_are_asked_by_threads_of_their_own()
    {
        var (network, shape, type) = SampleNetworks.Make("cartpole-dqn");
        var policy = SamplePolicies.Load(SamplePolicies.Discrete(network, shape, type, 2));
        float[][] observations = [.. Enumerable.Range(0, 500).Select(i => new[] { MathF.Sin(i), MathF.Cos(i), MathF.Sin(3 * i), MathF.Cos(5 * i) })];
        int[] expected = [.. observations.Select(observation => policy.Act(observation))];
        expected.Should().Contain(0).And.Contain(1);
        Parallel.For(0, 8, _ =>
        {
            var own = policy.Copy();
            observations.Select(observation => own.Act(observation)).Should().Equal(expected);
        });
    }

    /// <summary>A policy that gives these scores whatever it sees.</summary>
    private static Policy Scores(string choice, params float[] scores)
    {
        using var network = Giving(scores);
        return SamplePolicies.Load(SamplePolicies.Discrete(network, [1], ScalarType.Float32, scores.Length, choice));
    }

    private static Module<Tensor, Tensor> Giving(params float[] scores)
    {
        var network = Linear(1, scores.Length);
        using var noGrad = no_grad();
        network.weight!.zero_();
        network.bias!.copy_(tensor(scores));
        return network;
    }

    /// <summary>2 tanh(x), and x / 2 within 0 and 1.</summary>
    private static Policy Continuous() => SamplePolicies.Load(SamplePolicies.Continuous(
        (graph, observation) =>
        {
            using var network = Linear(1, 4, hasBias: false);
            using var noGrad = no_grad();
            network.weight!.copy_(tensor(new[] { 1f, 0.5f, 7, 8 }).unsqueeze(1));
            var outputs = graph.Call(network, "", observation);
            var both = graph.Add("Slice", [outputs, graph.Constant(0L), graph.Constant(2L), graph.Constant(1L)]);
            var squashed = graph.Add("Mul", [graph.Add("Tanh", both), graph.Constant(2f, 0f)]);
            var straight = graph.Add("Mul", [both, graph.Constant(0f, 1f)]);
            var sum = graph.Add("Add", [squashed, straight]);
            return graph.Add("Max", [graph.Constant(-2f, 0f), graph.Add("Min", [sum, graph.Constant(2f, 1f)])]);
        },
        1));
}
