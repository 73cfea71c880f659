using RlLab.Algorithms.Dqn;

namespace RlLab.Algorithms.Tests.Dqn;

public sealed class ReplaySamplerTests
{
    private static readonly DqnOptions Options = new() { Steps = 1, Exploration = new LinearExploration(0, 0, 0), NStep = 2 };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_memory_without_a_whole_transition_is_refused_and_not_searched_for_ever(double priorities)
    {
        var replay = new ReplayBuffer<float>(10, 1);
        var sampler = new ReplaySampler<float>(replay, Options with { PriorityExponent = priorities }, new RandomGenerator(1));
        replay.Begin([0]);
        sampler.Added();
        replay.Add(0, new StepResult(1, false, false), [1]);
        sampler.Added();
        var draw = () => sampler.Draw(0, new int[1], new float[1]);
        draw.Should().Throw<InvalidOperationException>().WithMessage("None of the 2 slots*the 2 rewards that NStep asks for*");
        replay.Add(0, new StepResult(1, false, false), [2]);
        sampler.Added();
        var slots = new int[5];
        sampler.Draw(0, slots, new float[5]);
        slots.Should().OnlyContain(slot => slot == 0);
    }

    [Fact]
    public void Transitions_are_drawn_in_proportion_also_where_almost_all_weight_lies_on_what_is_none()
    {
        var replay = new ReplayBuffer<float>(10, 1);
        var sampler = new ReplaySampler<float>(replay, Options with { PriorityExponent = 1, NStep = 1 }, new RandomGenerator(1));
        replay.Begin([0]);
        sampler.Added();
        replay.Add(0, default, [1]);
        sampler.Added();
        sampler.Learned([0], [1e12f]);
        replay.Add(0, default, [2]);
        sampler.Added(); // slot 2, the newest observation, has the highest priority so far and is no transition
        sampler.Learned([0, 1], [3e-3f, 1e-3f]);
        var slots = new int[2_000];
        sampler.Draw(0, slots, new float[2_000]);
        slots.Should().OnlyContain(slot => slot == 0 || slot == 1);
        (slots.Count(slot => slot == 0) / 2_000.0).Should().BeApproximately(0.75, 0.05, "its standard error is 0.01");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void An_error_that_is_not_finite_never_becomes_a_priority(float error)
    {
        var replay = new ReplayBuffer<float>(10, 1);
        var sampler = new ReplaySampler<float>(replay, Options with { PriorityExponent = 0.6 }, new RandomGenerator(1));
        replay.Begin([0]);
        sampler.Added();
        replay.Add(0, default, [1]);
        sampler.Added();
        var learn = () => sampler.Learned([0], [error]);
        learn.Should().Throw<DivergedException>().WithMessage("Diverged: a transition's priority is *");
        var tree = new SumTree(4);
        var negative = () => tree[0] = -1;
        negative.Should().Throw<ArgumentOutOfRangeException>();
    }
}
