using RlLab.Journal;

namespace RlLab.Tracking.Tests.Recording;

public sealed class RunJournalTests : IDisposable
{
    private static readonly RunHeader Header = new("0123456789abcdef0123456789abcdef", "cartpole", "trial 1", StepClock.Start)
    {
        ParentId = "fedcba9876543210fedcba9876543210",
        Seed = -7,
        Tags = new Dictionary<string, string> { ["mlflow.user"] = "ada" },
    };

    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void All_that_is_logged_is_read_back()
    {
        using (var run = Create())
        {
            run.LogParameter("learning_rate", "0.001");
            run.LogMetrics(10, ("loss", 0.1), ("return", double.NaN));
            run.LogMetric("return", double.NegativeInfinity, -5);
            run.LogMetric("return", double.PositiveInfinity, long.MaxValue);
            run.SetTag("colour", "blue");
            run.SetTag("colour", "\"röt\"\n\0");
            run.SetTag("mlflow.user", "bob");
            run.LogArtifact("notes/summary.md", stream => stream.Write("hello\n"u8));
            run.End(RunStatus.Finished);
        }

        var log = RunLog.Read(Folder);

        log.Header.Should().BeEquivalentTo(Header);
        log.Status.Should().Be(RunStatus.Finished);
        log.Parameters.Should().Equal(new Dictionary<string, string> { ["learning_rate"] = "0.001" });
        log.Tags.Should().Equal(new Dictionary<string, string> { ["mlflow.user"] = "bob", ["colour"] = "\"röt\"\n\0" });
        var start = StepClock.Start.ToUnixTimeMilliseconds();
        log.Metrics["loss"].Should().Equal(new MetricPoint(10, start + 1, 0.1));
        log.Metrics["return"].Should().Equal(
            new MetricPoint(10, start + 1, double.NaN),
            new MetricPoint(-5, start + 2, double.NegativeInfinity),
            new MetricPoint(long.MaxValue, start + 3, double.PositiveInfinity));
        log.Artifacts.Values.Should().Equal(
            new RunArtifact("notes/summary.md", 6, "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"));
        log.EndTime.Should().Be(log.LastTime).And.Be(StepClock.Start.AddMilliseconds(5));
        File.ReadAllText(RunFolder.Artifact(Folder, "notes/summary.md")).Should().Be("hello\n");
    }

    [Fact]
    public void Numbers_come_back_to_the_last_bit()
    {
        var random = new RandomGenerator(1);
        var values = Enumerable.Range(0, 2000).Select(_ => BitConverter.UInt64BitsToDouble(random.NextBits()))
            .Where(double.IsFinite)
            .Append(-0.0).Append(double.Epsilon).Append(double.MaxValue).ToList();
        using (var run = Create())
        {
            for (var i = 0; i < values.Count; i++)
            {
                run.LogMetric("x", values[i], i);
            }
        }

        RunLog.Read(Folder).Metrics["x"].Select(point => BitConverter.DoubleToInt64Bits(point.Value))
            .Should().Equal(values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void A_run_is_running_while_it_is_recorded_and_interrupted_when_its_writer_is_gone_without_an_end()
    {
        using (Create())
        {
            RunLog.Read(Folder).Status.Should().Be(RunStatus.Running);
        }

        RunLog.Read(Folder).Status.Should().Be(RunStatus.Interrupted);
    }

    [Fact]
    public void An_interrupted_run_can_be_continued_and_ended_by_another()
    {
        using (var run = Create())
        {
            run.LogParameter("width", "32");
            run.LogMetric("loss", 1, 1);
        }

        File.AppendAllText(RunFolder.Journal(Folder), "half a rec");
        using (var run = RunJournal.Open(Folder, new StepClock()))
        {
            run.Recovery.CutBytes.Should().Be(10);
            run.LogParameter("width", "32");
            FluentActions.Invoking(() => run.LogParameter("width", "64"))
                .Should().Throw<ArgumentException>().WithMessage("*'width'*'32'*'64'*");
            run.LogMetric("loss", 0.5, 2);
            run.End(RunStatus.Failed);
        }

        var log = RunLog.Read(Folder);
        log.Status.Should().Be(RunStatus.Failed);
        log.Metrics["loss"].Select(point => point.Value).Should().Equal(1, 0.5);
        log.Parameters.Should().ContainSingle();
    }

    [Fact]
    public void Two_runs_cannot_share_an_id()
    {
        Create().Dispose();
        FluentActions.Invoking(Create).Should().Throw<ArgumentException>().WithMessage($"*{Header.Id}*already recorded*");
    }

    [Fact]
    public void A_run_that_another_process_records_is_not_opened()
    {
        using var run = Create();
        FluentActions.Invoking(() => RunJournal.Open(Folder, new StepClock())).Should().Throw<JournalBusyException>();
    }

    [Fact]
    public void A_run_stopped_before_its_first_event_is_none()
    {
        Directory.CreateDirectory(Folder);
        RunLog.TryRead(Folder).Should().BeNull();
        JournalWriter.Open(RunFolder.Journal(Folder)).Dispose();
        RunLog.TryRead(Folder).Should().BeNull();
        FluentActions.Invoking(() => RunLog.Read(Folder))
            .Should().Throw<JournalException>().WithMessage($"No run is recorded in {Folder}*");

        Create().Dispose();
        RunLog.Read(Folder).Header.Name.Should().Be("trial 1");
    }

    [Fact]
    public void An_artifact_that_fails_halfway_leaves_the_one_before_it()
    {
        using var run = Create();
        run.LogArtifact("model.bin", stream => stream.Write("first"u8));

        FluentActions.Invoking(() => run.LogArtifact("model.bin", stream =>
        {
            stream.Write("sec"u8);
            throw new InvalidOperationException("no gradient");
        })).Should().Throw<InvalidOperationException>();

        File.ReadAllText(RunFolder.Artifact(Folder, "model.bin")).Should().Be("first");
        RunLog.Read(Folder).Artifacts["model.bin"].Size.Should().Be(5);
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Should().HaveCount(3, "journal, lock and one artifact");
    }

    [Fact]
    public void An_artifact_is_replaced_whole_and_its_writer_may_close_the_stream()
    {
        using var run = Create();
        run.LogArtifact("a/b.txt", stream => stream.Write(new byte[100]));
        run.LogArtifact("a/b.txt", stream =>
        {
            using var writer = new StreamWriter(stream);
            writer.Write("short");
        });

        RunLog.Read(Folder).Artifacts.Should().ContainSingle().Which.Value.Size.Should().Be(5);
        File.ReadAllText(RunFolder.Artifact(Folder, "a/b.txt")).Should().Be("short");
    }

    [Fact]
    public void An_artifact_that_cannot_be_placed_is_told_and_the_run_goes_on()
    {
        using var run = Create();
        run.LogArtifact("plots", stream => stream.Write("a file"u8));

        FluentActions.Invoking(() => run.LogArtifact("plots/curve.svg", stream => stream.Write("in a folder of its name"u8)))
            .Should().Throw<JournalException>().WithMessage("*curve.svg could not be kept*");
        run.LogMetric("loss", 1, 1);
        RunLog.Read(Folder).Artifacts.Keys.Should().Equal("plots");
    }

    [Fact]
    public void Threads_log_beside_each_other()
    {
        using (var run = Create())
        {
            Parallel.For(0, 8, thread =>
            {
                for (var i = 0; i < 500; i++)
                {
                    run.LogMetrics(i, ($"thread {thread}", i), ("shared", thread));
                }
            });
        }

        var log = RunLog.Read(Folder);
        log.Metrics["shared"].Should().HaveCount(4000);
        for (var thread = 0; thread < 8; thread++)
        {
            log.Metrics[$"thread {thread}"].Select(point => point.Value)
                .Should().Equal(Enumerable.Range(0, 500).Select(i => (double)i));
        }
    }

    [Fact]
    public void After_closing_nothing_can_be_logged()
    {
        var run = Create();
        run.Dispose();
        FluentActions.Invoking(() => run.LogMetric("loss", 1, 1))
            .Should().Throw<ObjectDisposedException>().WithMessage($"*{Folder}*");
    }

    [Fact]
    public void A_damaged_event_in_the_middle_is_told_and_the_rest_is_read()
    {
        using (var run = Create())
        {
            run.LogMetric("loss", 1, 1);
            run.LogMetric("loss", 2, 2);
            run.End(RunStatus.Finished);
        }

        var path = RunFolder.Journal(Folder);
        var bytes = File.ReadAllBytes(path);
        var second = JournalReader.Read(path).ElementAt(1);
        bytes[second.Offset + 20] ^= 4;
        File.WriteAllBytes(path, bytes);

        var log = RunLog.Read(Folder);
        log.DamagedBytes.Should().Be(second.NextOffset - second.Offset);
        log.Metrics["loss"].Should().ContainSingle().Which.Value.Should().Be(2);
        log.Status.Should().Be(RunStatus.Finished);
    }

    private string Folder => _runs.File(Header.Id);

    private RunJournal Create() => RunJournal.Create(_runs.Path, Header, new StepClock());
}
