namespace RlLab.Statistics.Tests;

public sealed class AdaStopTests
{
    /// <summary>
    /// Returns of PPO, DDPG, SAC and TRPO on Walker2d in groups of five runs: the example of the paper's own program,
    /// github.com/TimotheeMathieu/adastop, examples/walker1.csv to walker5.csv, rounded to whole numbers. PPO and SAC are decided after two groups
    /// there, and have no more.
    /// </summary>
    private static readonly double[][][] Walker =
    [
        [[3683, 1576, 3908, 1452, 5177], [3384, 2359, 1625, 4151, 1700]],
        [[420, 640, 2338, 879, 737], [962, 1771, 546, 906, 1554], [346, 858, 347, 1978, 89], [706, 974, 1021, 936, 518], [957, 1255, 594, 586, 185]],
        [[4291, 4551, 4670, 4697, 4074], [5453, 4989, 4618, 3955, 4135]],
        [
            [446, 1919, 1016, 757, 1769], [1031, 962, 696, 1818, 940], [450, 1126, 567, 529, 1786], [999, 1632, 1518, 1873, 1907],
            [1909, 1672, 898, 1677, 490],
        ],
    ];

    private static readonly AgentDecision[] Published =
    [
        AgentDecision.Larger, AgentDecision.Smaller, AgentDecision.Larger, AgentDecision.Smaller, AgentDecision.Smaller, AgentDecision.Larger,
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Decides_the_published_example_as_published(long seed)
    {
        // Its program's bound on a signed statistic at 5% is one of 10% on both sides.
        var options = new AdaStopOptions { Level = 0.1 };
        Compare(Walker, 1, options, seed).Where(c => c.Decision == AgentDecision.Undecided).SelectMany(c => (int[])[c.One, c.Other])
            .Should().Contain([0, 1, 2, 3], "all of them need more runs");
        foreach (var groups in (int[])[2, 3, 4])
        {
            var undecided = Compare(Walker, groups, options, seed).Where(c => c.Decision == AgentDecision.Undecided);
            undecided.Should().ContainSingle().Which.Should().Match<AgentComparison>(c => c.One == 1 && c.Other == 3, "DDPG and TRPO need more runs");
        }

        Compare(Walker, 5, options, seed).Select(c => c.Decision).Should().Equal(Published);
    }

    [Fact]
    public void Decides_it_at_five_percent_on_both_sides_but_for_the_close_pair()
    {
        var decided = Compare(Walker, 5, new(), 0);
        decided.Select(c => c.Decision).Should().Equal([.. Published.Select((d, i) => i == 4 ? AgentDecision.Equal : d)]);
        decided.Select(c => c.Groups).Should().Equal(2, 2, 2, 1, 5, 1);
    }

    [Fact]
    public void What_was_decided_stays_so_when_groups_are_added_and_whatever_is_beyond()
    {
        var early = Compare(Walker, 2, new(), 3).Where(c => c.Decision != AgentDecision.Undecided).ToList();
        Compare(Walker, 5, new(), 3).Should().Contain(early);
        Compare([.. Walker.Select((groups, agent) => agent == 0 ? [.. groups, [0, 0, 0, 0, 0]] : groups)], 5, new(), 3)
            .Should().Equal(Compare(Walker, 5, new(), 3));
    }

    [Theory]
    [InlineData(2, 0.0)]
    [InlineData(3, 0.0)]
    [InlineData(3, 0.5)]
    [InlineData(5, 0.0)]
    public void Equal_agents_are_told_apart_as_rarely_as_the_level_says(int agents, double earlyAccept)
    {
        const int studies = 400;
        var options = new AdaStopOptions { Groups = 3, EarlyAccept = earlyAccept, Permutations = 1_000 };
        var random = new RandomGenerator(5);
        var wrong = 0;
        for (var study = 0; study < studies; study++)
        {
            // Skewed, as returns are.
            var scores = Enumerable.Range(0, agents).Select(_ => Groups(random, 3, 5, r => Math.Exp(r.NextGaussian()))).ToArray();
            wrong += Compare(scores, 3, options, study).Any(c => c.Decision is AgentDecision.Larger or AgentDecision.Smaller) ? 1 : 0;
        }

        // Two standard errors above 5%.
        (wrong / (double)studies).Should().BeLessThan(0.072);
    }

    [Fact]
    public void A_different_agent_does_not_let_the_equal_ones_be_told_apart_more_often()
    {
        const int studies = 400;
        var options = new AdaStopOptions { Groups = 3, Permutations = 1_000 };
        var random = new RandomGenerator(6);
        var (wrong, found) = (0, 0);
        for (var study = 0; study < studies; study++)
        {
            var scores = Enumerable.Range(0, 3).Select(agent => Groups(random, 3, 5, r => r.NextGaussian() + (agent == 2 ? 3 : 0))).ToArray();
            var decided = Compare(scores, 3, options, study);
            wrong += decided[0].Decision is AgentDecision.Larger or AgentDecision.Smaller ? 1 : 0;
            found += decided[1].Decision == AgentDecision.Smaller && decided[2].Decision == AgentDecision.Smaller ? 1 : 0;
        }

        (wrong / (double)studies).Should().BeLessThan(0.072);
        (found / (double)studies).Should().BeGreaterThan(0.95, "three standard deviations are seen in 15 runs");
    }

    [Fact]
    public void Early_acceptance_ends_equal_pairs_before_the_last_group_as_often_as_asked()
    {
        const int studies = 400;
        var options = new AdaStopOptions { EarlyAccept = 0.5, Permutations = 1_000 };
        var random = new RandomGenerator(7);
        var early = 0;
        for (var study = 0; study < studies; study++)
        {
            var scores = Enumerable.Range(0, 2).Select(_ => Groups(random, 5, 5, r => r.NextGaussian())).ToArray();
            early += Compare(scores, 5, options, study)[0] is { Decision: AgentDecision.Equal, Groups: < 5 } ? 1 : 0;
        }

        // Four fifths of a half by the fourth group of five.
        (early / (double)studies).Should().BeInRange(0.33, 0.47);
    }

    [Fact]
    public void Groups_may_differ_in_size_and_too_few_runs_decide_nothing()
    {
        Compare([[[1, 2, 3, 4, 5]], [[11, 12, 13]]], 1, new() { Groups = 1 }, 0)[0].Decision.Should().Be(AgentDecision.Smaller);
        Compare([[[1, 2, 3]], [[11, 12, 13]]], 1, new() { Groups = 1 }, 0)[0].Decision
            .Should().Be(AgentDecision.Equal, "of 20 relabellings two are as extreme: 10%");
    }

    [Fact]
    public void Too_few_runs_decide_nothing_whatever_their_sums_round_to()
    {
        var random = new RandomGenerator(9);
        for (var study = 0; study < 200; study++)
        {
            var scores = Enumerable.Range(0, 2).Select(agent => Groups(random, 1, 3, r => r.NextDouble() + agent)).ToArray();
            Compare(scores, 1, new() { Groups = 1, Permutations = 1_000 }, study)[0].Decision
                .Should().Be(AgentDecision.Equal, $"of 20 relabellings two are as extreme in study {study}: 10%");
        }
    }

    [Fact]
    public void Refuses_what_cannot_be_compared()
    {
        FluentActions.Invoking(() => Compare([[[1]]], 1, new(), 0)).Should().Throw<ArgumentException>().WithMessage("There are 1 agents*");
        FluentActions.Invoking(() => Compare([[[1]], [[double.NaN]]], 1, new(), 0))
            .Should().Throw<ArgumentException>().WithMessage("Value 0 is NaN*");
        FluentActions.Invoking(() => new AdaStopOptions { Level = 1 }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new AdaStopOptions { Groups = 0 }).Should().Throw<ArgumentException>();
    }

    private static IReadOnlyList<AgentComparison> Compare(double[][][] scores, int groups, AdaStopOptions options, long seed) =>
        AdaStop.Compare([.. scores.Select(agent => agent.Take(groups).ToArray())], options, new RandomGenerator(seed).NextInt);

    private static double[][] Groups(RandomGenerator random, int groups, int runs, Func<RandomGenerator, double> draw) =>
        [.. Enumerable.Range(0, groups).Select(_ => Enumerable.Range(0, runs).Select(_ => draw(random)).ToArray())];
}
