using RlLab.Journal;

namespace RlLab.Tracking.Tests.Recording;

/// <summary>A run that is taken up says again what it had said, and more.</summary>
public sealed class RunResumeTests : IDisposable
{
    private static readonly RunHeader Header = new("0123456789abcdef0123456789abcdef", "cartpole", "trial 1", StepClock.Start);

    private readonly TemporaryFolder _runs = new();
    private readonly StepClock _clock = new();
    private readonly List<string> _parted = [];

    private string Folder => _runs.File(Header.Id);

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void What_is_said_again_stands_with_its_time_and_value_and_is_recorded_once()
    {
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            Say(run, 1, 5);
        }

        var before = RunLog.Read(Folder);
        before.Status.Should().Be(RunStatus.Interrupted);
        using (var run = RunJournal.Resume(Folder, _clock, _parted.Add))
        {
            RunLog.Read(Folder).Status.Should().Be(RunStatus.Running);
            Say(run, 1, 5, measured: 99);
            RunLog.Read(Folder).Length.Should().BeLessThan(before.Length + 100, "nothing but that it was taken up is recorded");
            Say(run, 6, 8);
            run.End(RunStatus.Finished);
        }

        var log = RunLog.Read(Folder);
        log.Status.Should().Be(RunStatus.Finished);
        log.Metrics["loss"].Select(point => point.Step).Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
        log.Metrics["loss"].Take(5).Should().Equal(before.Metrics["loss"]);
        log.Metrics["speed"].Take(5).Should().Equal(before.Metrics["speed"], "what measures time keeps the value that it had");
        log.Tags["stage"].Should().Be("8");
        log.Artifacts["note"].Digest.Should().NotBe(before.Artifacts["note"].Digest);
        _parted.Should().BeEmpty();
    }

    [Fact]
    public void How_long_it_trained_is_the_time_of_all_its_attempts_and_none_between()
    {
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            Say(run, 1, 3);
        }

        var first = RunLog.Read(Folder);
        first.Trained.Should().BePositive().And.Be(first.LastTime - Header.StartTime);
        Enumerable.Range(0, 1_000).ToList().ForEach(_ => _clock.GetUtcNow());
        using (var run = RunJournal.Resume(Folder, _clock, _parted.Add))
        {
            RunLog.Read(Folder).Trained.Should().Be(first.Trained, "it has only just been taken up");
            Say(run, 1, 4);
            run.End(RunStatus.Finished);
        }

        var log = RunLog.Read(Folder);
        log.Trained.Should().BeGreaterThan(first.Trained);
        (log.LastTime - Header.StartTime - log.Trained).TotalMilliseconds.Should().BeInRange(1_000, 1_001);
    }

    [Fact]
    public void A_place_behind_what_a_power_cut_left_of_the_record_is_told()
    {
        long place;
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            Say(run, 1, 3);
            place = run.Position;
        }

        using (var journal = File.OpenWrite(RunFolder.Journal(Folder)))
        {
            journal.SetLength(journal.Length - 200);
        }

        using var again = RunJournal.Resume(Folder, _clock, _parted.Add);

        again.Invoking(run => run.GoOnFrom(place)).Should().Throw<JournalException>().WithMessage("*power cut*");
    }

    [Fact]
    public void A_clock_that_is_set_back_takes_nothing_from_how_long_it_trained()
    {
        var times = new Queue<int>([0, 10, 20, -3600, -3590, -3580]);
        var clock = new ListedClock(() => Header.StartTime.AddSeconds(times.Dequeue()));
        using (var run = RunJournal.Create(_runs.Path, Header, clock))
        {
            for (var step = 0; step < 5; step++)
            {
                run.LogMetric("loss", 1, step);
            }

            run.End(RunStatus.Finished);
        }

        RunLog.Read(Folder).Trained.Should().Be(TimeSpan.FromSeconds(40));
    }

    [Fact]
    public void From_a_place_in_its_middle_it_goes_on_with_what_follows()
    {
        long place;
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            Say(run, 1, 3);
            place = run.Position;
            Say(run, 4, 6);
        }

        using (var run = RunJournal.Resume(Folder, _clock, _parted.Add))
        {
            // What comes before the state is restored is said from the beginning.
            Say(run, 1, 1);
            run.GoOnFrom(place);
            run.Position.Should().Be(place);
            Say(run, 4, 5);

            // Killed once more, before all is said again.
        }

        using (var run = RunJournal.Resume(Folder, _clock, _parted.Add))
        {
            run.GoOnFrom(place);
            Say(run, 4, 9);
        }

        RunLog.Read(Folder).Metrics["loss"].Select(point => point.Step).Should().Equal(1, 2, 3, 4, 5, 6, 7, 8, 9);
        _parted.Should().BeEmpty();
    }

    [Theory]
    [InlineData("loss", 7)]
    [InlineData("other", 3)]
    public void One_that_says_something_else_is_told_and_its_earlier_points_count_no_more(string metric, long step)
    {
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            Say(run, 1, 5);
            run.End(RunStatus.Killed);
        }

        using (var run = RunJournal.Resume(Folder, _clock, _parted.Add))
        {
            Say(run, 1, 2);
            run.LogMetric(metric, 1, step);
            Say(run, 8, 9);
            run.End(RunStatus.Finished);
        }

        _parted.Should().ContainSingle().Which.Should().Contain($"logs {metric} at step {step}").And.Contain("had logged loss at step 3");
        var log = RunLog.Read(Folder);
        log.Metrics["speed"].Select(point => point.Step).Should().Equal(1, 2, 8, 9);
        log.Metrics[metric].Should().Contain(point => point.Step == step);
        log.Status.Should().Be(RunStatus.Finished);

        // Once more from its beginning: what was set aside is not waited for.
        using (var run = RunJournal.Resume(Folder, _clock, _parted.Add))
        {
            Say(run, 1, 2);
            run.LogMetric(metric, 1, step);
            Say(run, 8, 10);
        }

        _parted.Should().ContainSingle();
        RunLog.Read(Folder).Metrics["speed"].Select(point => point.Step).Should().Equal(1, 2, 8, 9, 10);
    }

    [Fact]
    public void One_that_finishes_sooner_than_it_had_gone_on_is_told_and_has_no_points_beyond()
    {
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            Say(run, 1, 5);
        }

        using (var run = RunJournal.Resume(Folder, _clock, _parted.Add))
        {
            Say(run, 1, 3);
            run.End(RunStatus.Finished);
        }

        _parted.Should().ContainSingle().Which.Should().Contain("has finished where it had logged loss at step 4");
        RunLog.Read(Folder).Metrics["loss"].Select(point => point.Step).Should().Equal(1, 2, 3);
        RunLog.Read(Folder).Status.Should().Be(RunStatus.Finished);
    }

    [Fact]
    public void A_tag_or_a_file_that_was_recorded_anew_is_recorded_once_more_where_it_becomes_what_it_was()
    {
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            Set(run, "old");
        }

        using (var run = RunJournal.Resume(Folder, _clock, _parted.Add))
        {
            Set(run, "new");
            Set(run, "old");
        }

        var log = RunLog.Read(Folder);
        log.Tags["failure"].Should().Be("old");
        log.Artifacts["note"].Size.Should().Be(3);
        JournalReader.Read(RunFolder.Journal(Folder)).Count().Should().Be(8);

        static void Set(RunJournal run, string value)
        {
            run.SetTag("failure", value);
            run.LogArtifact("note", stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(value)));
        }
    }

    [Fact]
    public void A_parameter_cannot_become_another()
    {
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            run.LogParameter("rate", "0.1");
        }

        using var again = RunJournal.Resume(Folder, _clock, _parted.Add);
        again.LogParameter("rate", "0.1");
        var other = () => again.LogParameter("rate", "0.2");
        other.Should().Throw<ArgumentException>().WithMessage("*'0.1'*'0.2'*");
    }

    private static void Say(RunJournal run, long from, long to, double measured = 1)
    {
        for (var step = from; step <= to; step++)
        {
            run.SetTag("stage", $"{step}");
            run.LogMetrics(step, ("loss", 1.0 / step), ("speed", measured * step));
            run.LogArtifact("note", stream => stream.WriteByte((byte)step));
        }
    }

    private sealed class ListedClock(Func<DateTimeOffset> next) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => next();
    }
}
