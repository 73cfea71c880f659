namespace RlLab.Statistics.Tests;

public sealed class IntervalTests
{
    /// <summary>Where seeds come from: symmetric, bounded, skewed, and with two humps as of agents that learn or do not.</summary>
    private static readonly Func<RandomGenerator, double>[] Populations =
    [
        random => random.NextGaussian(),
        random => random.NextDouble(),
        random => -Math.Log(1 - random.NextDouble()),
        random => random.NextGaussian() + (random.NextDouble() < 0.7 ? 3 : -3),
    ];

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(30)]
    public void An_interval_covers_the_true_value_as_often_as_its_words_say(int seeds)
    {
        const int studies = 800;
        var held = 0;
        foreach (var population in Populations)
        {
            var random = new RandomGenerator(seeds);
            var truth = InterquartileMean.Of([.. Enumerable.Range(0, 400_000).Select(_ => population(random))]);
            for (var study = 0; study < studies; study++)
            {
                var (low, high) = BootstrapInterval.Of([.. Enumerable.Range(0, seeds).Select(_ => population(random))], random.NextInt)!;
                held += low <= truth && truth <= high ? 1 : 0;
            }
        }

        (held / (double)(studies * Populations.Length)).Should().BeApproximately(IntervalCoverage.Of(seeds), 0.02);
    }

    [Fact]
    public void Words_stand_below_few_seeds_alone()
    {
        IntervalCoverage.Words(3).Should().Be("An interval of 3 seeds is their range: it covers the true value some 75% of the time, not 95%.");
        IntervalCoverage.Words(5).Should().Be("An interval of 5 seeds covers the true value some 89% of the time, not 95%.");
        IntervalCoverage.Words(10).Should().BeNull();
        Enumerable.Range(2, 30).Select(IntervalCoverage.Of).Should().BeInAscendingOrder();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(31)]
    public void Many_places_have_the_intervals_that_each_would_have_alone(int seeds)
    {
        var random = new RandomGenerator(3);
        var places = Enumerable.Range(0, 5)
            .Select(_ => Enumerable.Range(0, seeds).Select(_ => random.NextGaussian() * 100).Order().ToArray()).ToList();
        var statistics = new (int Cut, Func<double[], double> Of)[]
        {
            (seeds / 4, values => InterquartileMean.Of(values)), (0, values => values.Average()), ((seeds - 1) / 2, Median),
        };
        foreach (var (cut, of) in statistics)
        {
            var bootstrap = new TrimmedMeanBootstrap(seeds, cut, new RandomGenerator(0).NextInt);
            foreach (var values in places)
            {
                var column = new double[seeds, 1];
                Buffer.BlockCopy(values, 0, column, 0, seeds * sizeof(double));
                var alone = BootstrapInterval.Of(column, drawn => of([.. drawn.Cast<double>()]), new RandomGenerator(0).NextInt)!;

                var (mean, interval) = bootstrap.At([.. values.Reverse()]);

                mean.Should().BeApproximately(of(values), 1e-9);
                interval!.Low.Should().BeApproximately(alone.Low, 1e-9);
                interval.High.Should().BeApproximately(alone.High, 1e-9);
            }
        }
    }

    [Fact]
    public void Values_that_are_all_the_same_have_no_spread_not_even_by_rounding()
    {
        new TrimmedMeanBootstrap(10, 2, new RandomGenerator(0).NextInt).At([.. Enumerable.Repeat(0.1, 10)])
            .Should().Be((0.1, new BootstrapInterval(0.1, 0.1)));
        new TrimmedMeanBootstrap(1, 0, _ => 0).At([7]).Should().Be((7.0, null), "the spread of one run is unknown");
    }

    [Fact]
    public void A_place_with_another_number_of_values_than_was_drawn_is_refused()
    {
        var bootstrap = new TrimmedMeanBootstrap(3, 0, new RandomGenerator(0).NextInt);

        bootstrap.Invoking(of => of.At([1, 2])).Should().Throw<ArgumentException>();
        bootstrap.Invoking(of => of.At([1, 2, 3, 4])).Should().Throw<ArgumentException>();
        bootstrap.Invoking(of => of.At([1, 2, double.NaN])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new TrimmedMeanBootstrap(4, 2, _ => 0)).Should().Throw<ArgumentException>("nothing would be left");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(31)]
    public void Interval_is_that_of_sorting_each_draw(int seeds)
    {
        var random = new RandomGenerator(7);
        double[] values = [.. Enumerable.Range(0, seeds).Select(_ => Math.Round(random.NextDouble() * 8) / 3)];
        var column = new double[seeds, 1];
        Buffer.BlockCopy(values, 0, column, 0, seeds * sizeof(double));

        BootstrapInterval.Of(values, new RandomGenerator(0).NextInt)
            .Should().Be(BootstrapInterval.Of(column, InterquartileMean.Of, new RandomGenerator(0).NextInt), "values are drawn, some several times");
    }

    [Fact]
    public void Interval_of_one_seed_is_unknown() => BootstrapInterval.Of([3.0], new RandomGenerator(0).NextInt).Should().BeNull();

    [Fact]
    public void Interval_of_equal_seeds_is_a_point() =>
        BootstrapInterval.Of([3.0, 3, 3], new RandomGenerator(0).NextInt).Should().Be(new BootstrapInterval(3, 3));

    [Fact]
    public void Interval_of_two_or_three_seeds_is_their_range()
    {
        BootstrapInterval.Of([1.0, 2], new RandomGenerator(0).NextInt).Should().Be(new BootstrapInterval(1, 2));
        BootstrapInterval.Of([1.0, 2, 7], new RandomGenerator(0).NextInt).Should().Be(new BootstrapInterval(1, 7));
    }

    [Fact]
    public void A_stratified_interval_draws_each_task_among_its_own_runs()
    {
        // Tasks of different scale, no spread within: a drawn mean is the mean, unless runs were drawn across tasks.
        double[,] scores = { { 1, 100 }, { 1, 100 }, { 1, 100 } };
        BootstrapInterval.Of(scores, InterquartileMean.Of, new RandomGenerator(0).NextInt).Should().Be(new BootstrapInterval(50.5, 50.5));

        double[,] one = { { 1 }, { 5 }, { 9 } };
        BootstrapInterval.Of(one, InterquartileMean.Of, new RandomGenerator(0).NextInt)
            .Should().Be(BootstrapInterval.Of([1.0, 5, 9], new RandomGenerator(0).NextInt), "one task is one stratum");
        BootstrapInterval.Of(new double[,] { { 1, 2 } }, InterquartileMean.Of, new RandomGenerator(0).NextInt).Should().BeNull();
    }

    [Theory]
    [InlineData(2, 0.0253)]
    [InlineData(3, 0.1354)]
    [InlineData(10, 0.6058)]
    [InlineData(30, 0.8514)]
    public void The_range_of_some_runs_holds_a_share_of_all_that_tables_give(int runs, double share) =>
        ToleranceInterval.ShareOfRange(runs).Should().BeApproximately(share, 1e-3);

    [Fact]
    public void A_tolerance_interval_is_the_narrowest_that_many_enough_values_allow()
    {
        double[] values = [.. Enumerable.Range(1, 93).Select(i => (double)i)];
        ToleranceInterval.Of(values.AsSpan(..45)).Should().BeNull();
        ToleranceInterval.Of(values.AsSpan(..46)).Should().Be(new ToleranceInterval(1, 46));
        ToleranceInterval.Of(values).Should().Be(new ToleranceInterval(2, 92), "93 is the number for one left out at each end");
        ToleranceInterval.Of([3.0, 1], share: 0.02).Should().Be(new ToleranceInterval(1, 3));
    }

    [Fact]
    public void A_tolerance_interval_holds_its_share_as_surely_as_it_says()
    {
        const int studies = 1_000;
        var random = new RandomGenerator(3);
        var held = 0;
        for (var study = 0; study < studies; study++)
        {
            // Of a uniform population an interval's length is the share that it holds.
            var (low, high) = ToleranceInterval.Of([.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())])!;
            held += high - low >= 0.9 ? 1 : 0;
        }

        (held / (double)studies).Should().BeInRange(0.94, 1);
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    [Fact]
    public void Numbers_whose_sum_is_beyond_all_numbers_have_a_mean_and_an_interval_among_them()
    {
        const double huge = 1.5e308;
        InterquartileMean.Of([huge, huge, huge]).Should().Be(huge);
        InterquartileMean.Of([-huge, huge, -huge, huge]).Should().Be(0);
        InterquartileMean.Of([double.MaxValue, double.MaxValue, double.MaxValue]).Should().Be(double.MaxValue);

        double[][] seeds = [[huge, huge, huge / 2], [-huge, 0, huge], [-huge, -huge, huge, huge, huge]];
        foreach (var values in seeds)
        {
            var (low, high) = BootstrapInterval.Of(values, new RandomGenerator(1).NextInt)!;
            low.Should().BeInRange(values.Min(), values.Max());
            high.Should().BeInRange(low, values.Max()).And.BeGreaterThan(low);

            var (mean, interval) = new TrimmedMeanBootstrap(values.Length, values.Length / 4, new RandomGenerator(1).NextInt).At(values);
            mean.Should().BeApproximately(InterquartileMean.Of(values), 1e294);
            interval!.Low.Should().BeApproximately(low, 1e294);
            interval.High.Should().BeApproximately(high, 1e294);
        }
    }
}
