namespace RlLab.Sweeps.Tests;

public sealed class StatisticsTests
{
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
    public void Interquartile_mean_of_nothing_is_refused() =>
        FluentActions.Invoking(() => InterquartileMean.Of([])).Should().Throw<ArgumentException>();

    [Fact]
    public void Interval_of_one_seed_is_unknown() => BootstrapInterval.Of([3.0], new RandomGenerator(0)).Should().BeNull();

    [Fact]
    public void Interval_of_equal_seeds_is_a_point() =>
        BootstrapInterval.Of([3.0, 3, 3], new RandomGenerator(0)).Should().Be(new BootstrapInterval(3, 3));

    [Fact]
    public void Interval_of_two_seeds_reaches_from_one_to_the_other() =>
        BootstrapInterval.Of([1.0, 2], new RandomGenerator(0)).Should().Be(new BootstrapInterval(1, 2));

    [Fact]
    public void Interval_holds_the_truth_about_as_often_as_it_claims()
    {
        const int studies = 400;
        var random = new RandomGenerator(11);
        var held = 0;
        for (var study = 0; study < studies; study++)
        {
            var seeds = Enumerable.Range(0, 20).Select(_ => 7 + random.NextGaussian()).ToArray();
            var (low, high) = BootstrapInterval.Of(seeds, random.Fork(study))!;
            held += low <= 7 && 7 <= high ? 1 : 0;
        }

        // The percentile bootstrap is known to be a little narrow for so few seeds.
        (held / (double)studies).Should().BeInRange(0.89, 0.98);
    }
}
