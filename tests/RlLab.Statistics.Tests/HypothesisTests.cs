namespace RlLab.Statistics.Tests;

/// <summary>Tests of statistical tests; the golden values are integrated or counted by hand.</summary>
public sealed class HypothesisTests
{
    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 4.0, 5, 6 }, 0.0213116)]
    [InlineData(new[] { 1.0, 2, 3, 4 }, new[] { 2.0, 4, 6, 8, 10 }, 0.0691336)]
    public void Welch_gives_the_p_value_of_his_t_with_his_degrees_of_freedom(double[] one, double[] other, double expected)
    {
        WelchTest.PValue(one, other).Should().BeApproximately(expected, 1e-6);
        WelchTest.PValue(other, one).Should().BeApproximately(expected, 1e-6);
    }

    [Fact]
    public void Welch_says_nothing_of_a_single_seed_and_little_of_seeds_without_spread()
    {
        WelchTest.PValue([1], [4, 5, 6]).Should().Be(1);
        WelchTest.PValue([4, 4, 4], [4, 4, 4]).Should().Be(1);
        WelchTest.PValue([0.1, 0.1, 0.1], [0.3, 0.3, 0.3]).Should().BeApproximately(0.1, 1e-12, "of 20 relabellings two are as extreme");
        WelchTest.PValue([4, 4, 4, 4, 4], [5, 5, 5, 5, 5]).Should().BeLessThan(0.01);
    }

    [Theory]
    [InlineData(1e100)]
    [InlineData(1e-100)]
    public void Welch_and_the_leader_test_say_the_same_of_values_on_any_scale(double scale)
    {
        WelchTest.PValue([scale, 2 * scale, 3 * scale], [4 * scale, 5 * scale, 6 * scale]).Should().BeApproximately(0.0213116, 1e-6);
        WelchTest.MoreSeeds([0, scale, 2 * scale], [scale, 2 * scale, 3 * scale]).Should().Be(WelchTest.MoreSeeds([0, 1, 2], [1, 2, 3]));
        LeaderTest.Of([2 * scale, 3 * scale, 4 * scale], [[scale, 2 * scale, 3 * scale]], maximize: true).Open.Should().Equal(0);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(1.5)]
    public void As_many_more_seeds_as_it_says_tell_two_settings_apart_with_the_power_that_it_says(double difference)
    {
        // Settings of three seeds each whose means and variances are exactly those of the populations.
        double[] one = [-1, 0, 1];
        double[] other = [-1 + difference, difference, 1 + difference];
        var seeds = 3 + WelchTest.MoreSeeds(one, other)!.Value;

        const int studies = 2_000;
        var random = new RandomGenerator(1);
        double[] Draw(double mean) => [.. Enumerable.Range(0, seeds).Select(_ => mean + random.NextGaussian())];
        var found = Enumerable.Range(0, studies).Count(_ => WelchTest.PValue(Draw(0), Draw(difference)) < 0.05);
        (found / (double)studies).Should().BeInRange(0.78, 0.87);
    }

    [Fact]
    public void How_many_more_seeds_is_not_said_where_nobody_would_run_them()
    {
        WelchTest.MoreSeeds([0, 1], [0.0001, 1.0001]).Should().BeNull();
        WelchTest.MoreSeeds([1, 1], [2, 2]).Should().BeNull("there is no spread to tell by");
        WelchTest.MoreSeeds([1], [2, 3]).Should().BeNull();
        WelchTest.MoreSeeds([0, 1, 2], [100, 101, 102]).Should().Be(1);
        WelchTest.MoreSeeds([0, 1, 2], [1, 2, 3], level: 0.01).Should().BeGreaterThan(WelchTest.MoreSeeds([0, 1, 2], [1, 2, 3])!.Value);
    }

    [Fact]
    public void A_leader_is_told_apart_from_whom_it_is_clearly_better_than()
    {
        double[] leader = [10, 11, 12];

        LeaderTest.Of(leader, [[9, 11, 13], [1, 2, 3], [2, 3]], maximize: true).Open.Should().Equal([0, 2], "two runs tell nothing");
        LeaderTest.Of(leader, [[1, 2, 3], [100, 101, 102]], maximize: true).Open.Should().Equal([1], "it is not better than that one");
        LeaderTest.Of(leader, [[1, 2, 3], [100, 101, 102]], maximize: false).Open.Should().Equal(0);
        LeaderTest.Of(leader, [[1, 2, 3]], maximize: true).MoreRuns.Should().BeNull("nothing is open");
        LeaderTest.Of(leader, [[9, 10, 11]], maximize: true).MoreRuns.Should().Be(WelchTest.MoreSeeds(leader, [9, 10, 11]));
    }

    [Fact]
    public void A_leader_must_be_clearer_the_more_there_are_beside_it()
    {
        double[] leader = [4.0, 5, 6], other = [1.0, 2, 3];

        WelchTest.PValue(leader, other).Should().BeLessThan(0.05);
        LeaderTest.Of(leader, [other], maximize: true).Open.Should().BeEmpty();
        LeaderTest.Of(leader, [other, other, other], maximize: true).Open.Should().Equal(0, 1, 2);
    }

    [Fact]
    public void Holm_corrects_the_smallest_most_and_keeps_the_order() =>
        HolmCorrection.Of([0.04, 0.01, 0.03, 0.5]).Should().BeEquivalentTo(
            [0.09, 0.04, 0.09, 0.5],
            options => options.WithStrictOrdering()
                .Using<double>(c => c.Subject.Should().BeApproximately(c.Expectation, 1e-12)).WhenTypeIs<double>());

    [Theory]
    [InlineData(new double[0], 1)]
    [InlineData(new[] { 1.0 }, 0.5)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5 }, 1 / 32.0)]
    [InlineData(new[] { -1.0, 2, 3, 4, 5 }, 2 / 32.0)]
    [InlineData(new[] { 0.0, -1, 2, 0, 3 }, 2 / 8.0)]
    [InlineData(new[] { 1.0, -1, 1 }, 0.5)]
    public void Wilcoxon_counts_all_signs(double[] differences, double expected) =>
        WilcoxonSignedRank.PValue(differences).Should().BeApproximately(expected, 1e-12);

    [Fact]
    public void Wilcoxon_gives_the_p_value_of_his_book()
    {
        // Darwin's maize, as in Fisher's "Design of experiments": the sum of negative ranks is 24 of 120, 0.0206 one-sided.
        double[] maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
        WilcoxonSignedRank.PValue(maize).Should().BeApproximately(0.0206, 1e-4);
    }

    [Fact]
    public void Pruning_by_paired_seeds_errs_as_rarely_as_the_level_says_over_all_looks()
    {
        const int studies = 4_000;
        var random = new RandomGenerator(2);
        var (wrong, found, seedsOfFound) = (0, 0, 0);
        for (var study = 0; study < studies; study++)
        {
            double[] equal = [.. Enumerable.Range(0, 12).Select(_ => random.NextGaussian())];
            wrong += Enumerable.Range(1, 12).Any(seeds => WilcoxonSignedRank.IsWorse(equal.AsSpan(..seeds), 12)) ? 1 : 0;
            double[] worse = [.. equal.Select(difference => difference + 2)];
            if (Enumerable.Range(1, 12).FirstOrDefault(seeds => WilcoxonSignedRank.IsWorse(worse.AsSpan(..seeds), 12)) is > 0 and var at)
            {
                (found, seedsOfFound) = (found + 1, seedsOfFound + at);
            }
        }

        (wrong / (double)studies).Should().BeInRange(0.02, 0.05);
        (found / (double)studies).Should().BeGreaterThan(0.99);
        (seedsOfFound / (double)found).Should().BeLessThan(9, "what is plain is seen before the end");
    }

    [Fact]
    public void Pruning_by_paired_seeds_begins_at_the_sixth_of_ten()
    {
        double[] worse = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        Enumerable.Range(0, 11).First(seeds => WilcoxonSignedRank.IsWorse(worse.AsSpan(..seeds), 10)).Should().Be(6);
        FluentActions.Invoking(() => WilcoxonSignedRank.IsWorse(worse, 9)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
