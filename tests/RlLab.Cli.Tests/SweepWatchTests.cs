using RlLab.Sweeps;

namespace RlLab.Cli.Tests;

public sealed class SweepWatchTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void Tells_how_far_the_sweep_is_how_fast_and_how_long_it_will_take()
    {
        var watch = new SweepWatch(runs: 4, Direction.Maximize, _clock);
        watch.Now().Should().Match<SweepState>(s => s.Done == 0 && s.Total == 4 && s.Left == null && s.StepsPerSecond == 0);

        watch.Started(Run("a", trial: 0));
        watch.Started(Run("b", trial: 1));
        _clock.Now += TimeSpan.FromSeconds(5);
        watch.Progressed(Run("a", 0), new RunProgress(500, 1000));
        watch.Progressed(Run("b", 1), new RunProgress(500, 1000));
        var half = watch.Now();
        half.StepsPerSecond.Should().Be(200);
        half.Left.Should().Be(TimeSpan.FromSeconds(15), "a quarter took 5 seconds");
        half.Running.Select(r => r.Name).Should().Equal("a", "b");

        watch.Progressed(Run("a", 0), new RunProgress(1000, 1000));
        watch.Ended(Run("a", 0), new RunOutcome(RunState.Finished, 10));
        watch.Ended(Run("b", 1), new RunOutcome(RunState.Failed, Message: "no"));
        _clock.Now += TimeSpan.FromSeconds(5);
        watch.Now()
            .Should().Match<SweepState>(s => s.Done == 2 && s.Failed == 1 && s.StepsPerSecond == 300 && s.Running.Count == 0);
        SweepDisplay.Line(watch.Now())
            .Should().Be("[0:10] 2 of 4 runs done (1 failed), 300 steps/s, about 0:10 left, best so far trial 0 with 10 over 1 seed");
    }

    [Fact]
    public void A_run_that_reports_no_progress_has_no_bar_but_steps_and_time()
    {
        var watch = new SweepWatch(runs: 1, Direction.Maximize, _clock);
        watch.Started(Run("a", trial: 0));
        _clock.Now += TimeSpan.FromSeconds(70);
        SweepDisplay.HowFar(watch.Now().Running.Single()).Should().Be("1:10");
        SweepDisplay.Line(watch.Now()).Should().Be("[1:10] 0 of 1 runs done");
        watch.Progressed(Run("a", 0), new RunProgress(1400, 0));
        SweepDisplay.HowFar(watch.Now().Running.Single()).Should().Be("1,400 steps in 1:10");
        SweepDisplay.Line(watch.Now()).Should().Be("[1:10] 0 of 1 runs done, 20 steps/s");
        watch.Progressed(Run("a", 0), new RunProgress(1400, 2800));
        SweepDisplay.HowFar(watch.Now().Running.Single()).Should().Be("1,400 of 2,800 steps");
    }

    [Fact]
    public void A_slow_run_has_its_speed_between_reports_too()
    {
        var watch = new SweepWatch(runs: 1, Direction.Maximize, _clock);
        watch.Started(Run("a", trial: 0));
        for (var report = 1; report <= 3; report++)
        {
            _clock.Now += TimeSpan.FromSeconds(20);
            watch.Progressed(Run("a", 0), new RunProgress(report * 1000, 100_000));
            watch.Now().StepsPerSecond.Should().Be(50);
            _clock.Now += TimeSpan.FromSeconds(5);
            watch.Now().StepsPerSecond.Should().Be(50);
            _clock.Now -= TimeSpan.FromSeconds(5);
        }

        _clock.Now += TimeSpan.FromSeconds(180);
        watch.Now().StepsPerSecond.Should().BeLessThan(10, "a run that reports no more stands still");
    }

    [Theory]
    [InlineData(Direction.Maximize, 1)]
    [InlineData(Direction.Minimize, 0)]
    public void The_best_setting_is_that_of_the_best_mean_so_far(Direction direction, int best)
    {
        var watch = new SweepWatch(runs: 6, direction, _clock);
        foreach (var (run, trial, objective) in new[] { ("a", 0, 1.0), ("b", 0, 3.0), ("c", 1, 2.5), ("d", 1, 2.5), ("e", 2, double.NaN) })
        {
            watch.Started(Run(run, trial));
            watch.Ended(Run(run, trial), new RunOutcome(double.IsNaN(objective) ? RunState.NotComparable : RunState.Finished, objective));
        }

        watch.Now().NotComparable.Should().Be(1);

        watch.Now().Best.Should().Be(new BestSetting(best, best == 1 ? 2.5 : 2, 2));
    }

    [Fact]
    public void What_the_store_says_counts_whoever_trained_it_and_each_run_once()
    {
        var header = LabJournals.Planned().Header;
        var record = new SweepRecord(
            header with { Trials = 2 }, [Ended("a", RunState.Finished), Ended("b", RunState.Failed), Ended("c", RunState.Planned)]);
        var watch = new SweepWatch(runs: 1, Direction.Maximize, _clock);
        var told = new List<string>();
        watch.RunEnded = (run, _) => told.Add(run.Id);
        watch.Started(Run("a", 0));
        watch.See(record);
        watch.Ended(Run("a", 0), new RunOutcome(RunState.Finished, 1));
        watch.Ended(Run("a", 0), new RunOutcome(RunState.Finished, 1));
        watch.Started(Run("c", 1));
        watch.Ended(Run("c", 1), new RunOutcome(RunState.Planned));
        watch.Progressed(Run("c", 1), new RunProgress(1, 2));
        watch.Now().Should().Match<SweepState>(s => s.Done == 2 && s.Failed == 1 && s.Total == 4 && s.Running.Count == 0);
        told.Should().Equal("a");

        static RunRecord Ended(string id, RunState state) => new(id, 0, 0, new Dictionary<string, string>(), state, 1);
    }

    [Fact]
    public void Many_runs_are_one_line_with_the_steps_of_all()
    {
        var watch = new SweepWatch(runs: 64, Direction.Maximize, _clock);
        for (var run = 0; run < 17; run++)
        {
            watch.Started(Run($"{run}", run));
            watch.Progressed(Run($"{run}", run), new RunProgress(run, 20));
            SweepDisplay.Lines(watch.Now().Running).Should().HaveCount(run < 16 ? run + 1 : 1);
        }

        SweepDisplay.Lines(watch.Now().Running).Should().Equal(new RunningRun("17 runs", new RunProgress(136, 340), TimeSpan.Zero));
    }

    [Fact]
    public void What_concerns_no_single_run_is_told_once_whoever_tells_it_and_kept_for_the_end()
    {
        var watch = new SweepWatch(runs: 1, Direction.Maximize, _clock);
        var told = new List<string>();
        watch.HasNoted = told.Add;
        watch.Noted("A layer cannot be joined.");
        watch.Noted("A layer cannot be joined.");
        watch.Noted("Memory was exhausted.");
        told.Should().Equal("A layer cannot be joined.", "Memory was exhausted.");
        watch.Notes.Should().Equal(told);
    }

    private static RunRequest Run(string name, int trial) => new(
        name, name, null, "sample", trial, 0, "cpu", "objective", new Dictionary<string, string>(), new Dictionary<string, string>());

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
