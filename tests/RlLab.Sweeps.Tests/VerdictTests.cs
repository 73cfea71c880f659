using RlLab.Statistics;

namespace RlLab.Sweeps.Tests;

public sealed class VerdictTests
{
    /// <summary>
    /// Where seeds come from: symmetric, skewed, learning or not by halves and by a fifth, and most of them at the most that there is.
    /// </summary>
    private static readonly Func<RandomGenerator, double>[] Populations =
    [
        random => random.NextGaussian(),
        random => Math.Exp(random.NextGaussian()),
        random => (random.NextDouble() < 0.5 ? 0 : 10) + 0.1 * random.NextGaussian(),
        random => (random.NextDouble() < 0.8 ? 0 : 10) + 0.1 * random.NextGaussian(),
        random => Math.Min(200, 195 + 10 * random.NextGaussian()),
    ];

    [Theory]
    [InlineData(Direction.Maximize, 0)]
    [InlineData(Direction.Minimize, 2)]
    public void A_setting_that_all_others_are_told_apart_from_is_best(Direction direction, int best)
    {
        var verdict = Of(direction, [20, 21, 22, 21], [10, 11, 12, 11], [1, 2, 3, 2])!;
        verdict.Words.Should().Be($"Trial {best} is best.");
        verdict.IsDecided.Should().BeTrue();
    }

    [Fact]
    public void Settings_that_cannot_be_told_apart_are_named_with_the_seeds_that_would_do_it()
    {
        var verdict = Of(Direction.Maximize, [10, 12, 14], [9, 11, 13], [0, 0.1, 0.2])!;
        verdict.Words.Should().MatchRegex(@"^Trials 0 and 1 cannot be told apart: \d+ more seeds each would \(power 80%\)\.$");
        (verdict.Leader, verdict.IsDecided, verdict.MoreSeeds).Should().Match<(int, bool, int?)>(v => v.Item1 == 0 && !v.Item2 && v.Item3 > 20);
        Of(Direction.Maximize, [10, 12, 14], [9, 11, 13], [9, 10, 13])!.Words.Should().StartWith("Trials 0, 1 and 2 cannot be told apart: ");
    }

    [Fact]
    public void Where_many_cannot_be_told_apart_there_is_no_clear_winner() =>
        Of(Direction.Maximize, [10, 12, 14], [9, 11, 13], [9, 10, 13], [8, 10, 13], [0, 0, 0.1])!.Words
            .Should().MatchRegex(@"^No clear winner: 3 of 4 other settings cannot be told apart from trial 0: \d+ more seeds each would \(power");

    [Fact]
    public void One_seed_tells_nothing() =>
        Of(Direction.Maximize, [10], [1])!.Words.Should().Be("No clear winner: fewer than 3 seeds tell no setting from another.");

    [Fact]
    public void Where_means_and_interquartile_means_disagree_the_leader_is_not_called_best()
    {
        // The first leads by its middle half; the second's mean is larger, and by so many runs that the test tells them apart.
        double?[] steady = [.. Enumerable.Range(0, 20).Select(i => 10 + 0.01 * i)];
        var verdict = Of(Direction.Maximize, steady, [.. steady.Select((value, i) => i < 15 ? value - 0.3 : 60)])!;
        (verdict.Leader, verdict.Rivals).Should().BeEquivalentTo((0, new[] { 1 }), "being worse on average, it is not better for sure");
    }

    [Fact]
    public void Equal_settings_cannot_be_told_apart_by_any_number_of_seeds() =>
        Of(Direction.Maximize, [5, 5, 5], [5, 5, 5])!.Words.Should().Be("Trials 0 and 1 cannot be told apart.");

    [Fact]
    public void One_setting_alone_has_no_verdict_and_one_that_is_left_is_said_to_be()
    {
        Of(Direction.Maximize, [5, 6, 7]).Should().BeNull();
        Of(Direction.Maximize, [5, 6, 7], [null, null, null])!.Words.Should().Be("Trial 0 is the only one to compare.");
        Of(Direction.Maximize, [null], [null]).Should().BeNull();
    }

    [Fact]
    public void Where_hardly_any_number_of_seeds_would_do_it_that_is_said() =>
        Of(Direction.Maximize, [10, 12, 14], [10, 12, 13.99])!.Words
            .Should().Be("Trials 0 and 1 cannot be told apart: not even 1,000 more seeds each would (power 80%).");

    [Fact]
    public void Two_seeds_that_agree_by_luck_tell_nothing() =>
        Of(Direction.Maximize, [10, 10.1], [0, 0.1])!.Words.Should().Be("No clear winner: fewer than 3 seeds tell no setting from another.");

    [Theory]
    [InlineData(2, 3)]
    [InlineData(2, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 3)]
    [InlineData(8, 10)]
    public void Equal_settings_have_a_best_one_as_rarely_as_the_level_says(int settings, int seeds)
    {
        const int studies = 2_000;
        foreach (var population in Populations)
        {
            var random = new RandomGenerator(seeds);
            var decided = Enumerable.Range(0, studies).Count(_ =>
            {
                var rows = Enumerable.Range(0, settings).Select(trial => Row(trial, [.. Enumerable.Range(0, seeds).Select(_ => population(random))]));
                return Verdict.Of([.. rows.OrderByDescending(row => row.Score.Mean)], Nothing)!.IsDecided;
            });

            // Two standard errors above 5%.
            (decided / (double)studies).Should().BeLessThan(0.06);
        }
    }

    private static readonly SweepRecord Nothing = new(Samples.Header(), []);

    private static ComparisonRow Row(int trial, double[] objectives) => new(
        Rank: 0,
        trial,
        new Dictionary<string, string>(),
        new SettingScore(objectives, InterquartileMean.Of(objectives), Interval: null, Failed: 0, NotComparable: 0, Pruned: 0, objectives.Length),
        Test: null,
        BestWins: null);

    private static Verdict? Of(Direction direction, params double?[][] settings) =>
        Comparison.Of(Samples.Record(Samples.Header(direction: direction), [.. settings.Select((objectives, trial) => (trial, objectives))])).Verdict;
}
