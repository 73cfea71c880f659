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
        rows.Select(r => (r.Trial, r.Mean, r.Finished, r.Failed, r.NotComparable, r.Planned)).Should().Equal(
            (0, 5.0, 2, 1, 0, 3), (1, 1.0, 2, 0, 1, 3), (2, null, 0, 3, 0, 3));
        rows[2].Interval.Should().BeNull();
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
        among.Interval.Should().Be(alone.Interval).And.NotBeNull();
        alone.Interval!.Low.Should().BeLessThan(5).And.BeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public void Shows_a_setting_whose_runs_have_not_begun()
    {
        var record = new SweepRecord(Samples.Header(), [new RunRecord("a", 0, 0, new Dictionary<string, string>())]);
        Comparison.Of(record).Rows
            .Should().ContainSingle().Which.Should().Match<ComparisonRow>(r => r.Finished == 0 && r.Failed == 0 && r.Planned == 3);
    }
}
