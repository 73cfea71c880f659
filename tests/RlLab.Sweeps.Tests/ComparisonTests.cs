namespace RlLab.Sweeps.Tests;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData(Direction.Maximize, new[] { 1, 0, 2 })]
    [InlineData(Direction.Minimize, new[] { 2, 0, 1 })]
    public void Puts_the_best_first(Direction direction, int[] expected)
    {
        var record = Samples.Record(Samples.Header(direction: direction), (0, [5, 5, 5]), (1, [9, 9, 9]), (2, [1, 1, 1]));
        Comparison.Of(record).Rows.Select(r => r.Trial).Should().Equal(expected);
    }

    [Fact]
    public void Counts_failed_runs_and_leaves_them_out_of_the_mean()
    {
        var rows = Comparison.Of(Samples.Record(Samples.Header(), (0, [4, null, 6]), (1, [double.NaN, 1, 1]), (2, [null, null, null]))).Rows;
        rows.Select(r => (r.Trial, r.Score.Mean, r.Score.Finished, r.Score.Failed, r.Score.NotComparable, r.Score.Planned)).Should().Equal(
            (0, 5.0, 2, 1, 0, 3), (1, 1.0, 2, 0, 1, 3), (2, null, 0, 3, 0, 3));
        rows[2].Score.Interval.Should().BeNull();
    }

    [Fact]
    public void Lets_equal_settings_share_a_place()
    {
        var rows = Comparison.Of(Samples.Record(Samples.Header(), (0, [1, 1, 1]), (1, [2, 2, 2]), (2, [2, 2, 2]))).Rows;
        rows.Select(r => (r.Rank, r.Trial)).Should().Equal((1, 1), (1, 2), (3, 0));
    }

    [Fact]
    public void Gives_a_setting_the_same_interval_whatever_else_is_in_the_sweep()
    {
        var alone = Comparison.Of(Samples.Record(Samples.Header(), (1, [1, 5, 9]))).Rows[0];
        var among = Comparison.Of(Samples.Record(Samples.Header(), (0, [3, 2, 3]), (1, [1, 5, 9]))).Rows.Single(r => r.Trial == 1);
        among.Score.Interval.Should().Be(alone.Score.Interval).And.NotBeNull();
        alone.Score.Interval!.Low.Should().BeLessThan(5).And.BeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public void Shows_a_setting_whose_runs_have_not_begun()
    {
        var record = new SweepRecord(Samples.Header(), [new RunRecord("a", 0, 0, new Dictionary<string, string>())]);
        Comparison.Of(record).Rows
            .Should().ContainSingle().Which.Should().Match<ComparisonRow>(r => r.Score.Finished == 0 && r.Score.Failed == 0 && r.Score.Planned == 3);
    }

    [Fact]
    public void Says_how_likely_the_best_does_better_than_each_other()
    {
        var sweep = Samples.Record(Samples.Header(), (0, [4, 5, 6]), (1, [1, 2, 5]), (2, [null, null, null]));
        var rows = Comparison.Of(sweep).Rows;
        rows.Select(r => r.BestWins?.Probability).Should().Equal(null, 7.5 / 9, null);
        rows[1].BestWins!.Interval!.High.Should().Be(1);

        var smallest = Samples.Record(Samples.Header(direction: Direction.Minimize), (0, [4, 5, 6]), (1, [1, 2, 5]));
        Comparison.Of(smallest).Rows.Select(r => (r.Trial, r.BestWins?.Probability)).Should().Equal((1, null), (0, 7.5 / 9));
    }

    [Fact]
    public void Compares_settings_by_their_test_runs_where_they_have_some()
    {
        var sweep = Samples.Record(Samples.Header(), (0, [9, 9, 9]), (1, [8, 8, 8]), (2, [7, 7, 7])).WithTests((0, [3, 4, 5]), (1, [6, 7, 8]));
        var comparison = Comparison.Of(sweep);
        comparison.IsTested.Should().BeTrue();
        comparison.Rows.Select(r => (r.Rank, r.Trial, r.Tuning.Mean, r.Test?.Mean)).Should().Equal((1, 1, 8, 7), (2, 0, 9, 4), (3, 2, 7, null));
        comparison.Rows.Select(r => r.BestWins?.Probability).Should().Equal([null, 1, null], "test runs are not compared with tuning runs");
        comparison.Verdict!.Rivals.Should().BeSubsetOf([0], "what was not run with test seeds takes no part");
    }

    [Fact]
    public void Where_all_test_runs_failed_the_tuning_runs_are_compared()
    {
        var sweep = Samples.Record(Samples.Header(), (0, [9, 9, 9]), (1, [8, 8, 8])).WithTests((1, [null, null]));
        Comparison.Of(sweep).Rows.Select(r => (r.Trial, r.Score.Mean, r.Test?.Failed)).Should().Equal((0, 9, null), (1, 8, 2));
    }

    [Fact]
    public void Of_a_run_that_was_tried_again_the_last_try_counts()
    {
        var sweep = Samples.Record(Samples.Header(), (0, [4, null, 6]), (1, [1, 1, 1]));
        sweep = sweep with { Runs = [.. sweep.Runs, sweep.Runs[1] with { Id = "again", State = RunState.Finished, Objective = 5 }] };
        Comparison.Of(sweep).Rows[0].Tuning.Should().Match<SettingScore>(s => s.Mean == 5 && s.Finished == 3 && s.Failed == 0 && s.Planned == 3);
    }

    [Fact]
    public void Finds_the_parameter_that_makes_settings_good()
    {
        var random = new RandomGenerator(3);
        var header = Samples.Header(seeds: 1) with { Swept = ["Rate", "Kind", "Rest"] };
        var runs = Enumerable.Range(0, 40).Select(trial =>
        {
            var (rate, kind) = (random.NextDouble(), random.NextInt(2));
            var values = new Dictionary<string, string> { ["Rate"] = $"{rate}", ["Kind"] = kind == 0 ? "a" : "b" };
            if (kind == 0)
            {
                values["Rest"] = $"{random.NextDouble()}";
            }

            var state = trial == 7 ? RunState.Failed : RunState.Finished;
            return new RunRecord($"{trial}", trial, 0, values, state, state == RunState.Failed ? null : -Math.Abs(rate - 0.3));
        });
        var importances = Comparison.Of(new SweepRecord(header, [.. runs])).Importances;
        importances.Select(i => i.Name).Should().HaveCount(3).And.StartWith("Rate");
        importances.Sum(i => i.Share).Should().BeApproximately(1, 1e-9);
        importances[0].Share.Should().BeGreaterThan(0.6);

        Comparison.Of(Samples.Record(Samples.Header(), (0, [1]), (1, [2]))).Importances.Should().BeEmpty("two settings say nothing");
    }
}
