namespace RlLab.Statistics.Tests;

/// <summary>Numbers over runs and tasks, by the definitions of rliable (Agarwal et al., 2021); the golden ones are its own tests'.</summary>
public sealed class AggregateTests
{
    private static readonly double[,] Scores = { { 1, 2 }, { 2, 2 }, { 1, 1 }, { 2, 1 } };

    [Theory]
    [InlineData(new[] { 5.0 }, 5)]
    [InlineData(new[] { 1.0, 2, 6 }, 3)]
    [InlineData(new[] { 100.0, 2, 4, -50 }, 3)]
    [InlineData(new[] { 9.0, 1, 2, 3, 4, 5, 6, 7, 8, 1000 }, 5.5)]
    public void Interquartile_mean_leaves_out_a_quarter_at_each_end_rounded_down(double[] values, double expected)
    {
        var before = values.ToArray();
        InterquartileMean.Of(values).Should().BeApproximately(expected, 1e-12);
        values.Should().Equal(before, "the caller's values are left in their order");
    }

    [Fact]
    public void Interquartile_mean_of_runs_and_tasks_is_over_all_of_them() => InterquartileMean.Of(Scores).Should().Be(1.5);

    public static TheoryData<double[]> Unusable => [Array.Empty<double>(), (double[])[1, double.NaN], (double[])[double.PositiveInfinity]];

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Nothing_and_what_is_not_finite_is_refused(double[] values)
    {
        FluentActions.Invoking(() => InterquartileMean.Of(values)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => OptimalityGap.Of(values)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ProbabilityOfImprovement.Of(values, [1])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => PerformanceProfile.Of(values, [1], new RandomGenerator(0).NextInt)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Probability_of_improvement_counts_a_tie_half_and_averages_tasks()
    {
        ProbabilityOfImprovement.Of(Scores, new double[,] { { 1, 1 }, { 2, 2 }, { 3, 3 } }).Should().BeApproximately(1 / 3.0, 1e-12);
        ProbabilityOfImprovement.Of([3, 4], [1, 3]).Should().Be(0.875);
        FluentActions.Invoking(() => ProbabilityOfImprovement.Of(Scores, new double[,] { { 1 } })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Probability_of_improvement_has_an_interval_where_there_are_seeds_to_draw()
    {
        ProbabilityOfImprovement.Interval([3, 4], [1, 2], new RandomGenerator(0).NextInt).Should().Be(new BootstrapInterval(1, 1));
        var (low, high) = ProbabilityOfImprovement.Interval([1, 3, 5, 7], [2, 4, 6], new RandomGenerator(0).NextInt)!;
        low.Should().BeInRange(0, 0.3);
        high.Should().BeInRange(0.7, 1);
        ProbabilityOfImprovement.Interval([1], [2, 4], new RandomGenerator(0).NextInt).Should().BeNull();
    }

    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(2, 1.0)]
    public void Optimality_gap_is_what_runs_lack_to_the_target(double target, double expected) =>
        OptimalityGap.Of([0.5, 0.5, 1, 3.5], target).Should().Be(expected);

    [Fact]
    public void A_performance_profile_is_the_share_of_runs_above_each_threshold()
    {
        var profile = PerformanceProfile.Of([1, 2, 2, 5], [0, 1, 2, 5], new RandomGenerator(0).NextInt);
        profile.Shares.Should().Equal(1, 0.75, 0.25, 0);
        (profile.Low[0], profile.High[0], profile.Low[3], profile.High[3]).Should().Be((1, 1, 0, 0));
        profile.Low[1].Should().BeLessThan(0.75);
        profile.High[1].Should().Be(1);
    }
}
