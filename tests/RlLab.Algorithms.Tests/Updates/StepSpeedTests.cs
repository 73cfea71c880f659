namespace RlLab.Algorithms.Tests.Updates;

public sealed class StepSpeedTests
{
    [Fact]
    public void It_counts_from_where_the_process_began_or_went_on_and_then_from_the_last_time()
    {
        var clock = new Clock();
        var speed = new StepSpeed(clock, step: 990);

        clock.Passes(seconds: 2);
        speed.At(1_000).Should().Be(5);
        clock.Passes(seconds: 0.5);
        speed.At(2_000).Should().Be(2_000);
    }

    [Fact]
    public void A_clock_that_has_not_moved_makes_it_finite() =>
        new StepSpeed(new Clock(), step: 0).At(10).Should().BePositive().And.NotBe(double.PositiveInfinity);

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => _now;

        public void Passes(double seconds) => _now += (long)(1_000 * seconds);
    }
}
