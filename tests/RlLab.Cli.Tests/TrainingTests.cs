using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

/// <summary>What becomes of a run by what its experiment's task does.</summary>
public sealed class TrainingTests : IDisposable
{
    private readonly Lab _lab = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void A_task_that_ends_finishes_the_run()
    {
        Train(async run =>
        {
            await Task.Yield();
            run.LogMetric("height", 1, 1);
        }).Should().Be(new RunOutcome(RunState.Finished, 1));
        _lab.Runs().Single().Status.Should().Be(RunStatus.Finished);
        _error.ToString().Should().BeEmpty();
    }

    [Fact]
    public void A_task_that_fails_fails_the_run_with_its_own_words_and_its_own_stack()
    {
        var outcome = Train(async _ => await BreakAsync());
        outcome.State.Should().Be(RunState.Failed);
        outcome.Message.Should().StartWith("InvalidOperationException: The rope broke. At ")
            .And.Contain("TrainingTests.cs:").And.Contain(": throw new InvalidOperationException(\"The rope broke\");");
        _lab.Runs().Single().Tags["rllab.failure"].Should().StartWith("InvalidOperationException")
            .And.NotContain("failure.txt", "a server has it beside");
        Failure().Should().Contain("The rope broke").And.Contain(nameof(BreakAsync));

        static async Task BreakAsync()
        {
            await Task.Yield();
            throw new InvalidOperationException("The rope broke");
        }
    }

    [Fact]
    public void A_training_that_diverges_fails_the_run_with_its_step_and_what_is_not_finite()
    {
        var outcome = Train(_ => throw new DivergedException("the loss", double.NaN, step: 18_200));
        outcome.State.Should().Be(RunState.Failed);
        outcome.Message.Should().StartWith("Diverged at step 18,200: the loss is NaN.");
        outcome.DivergedAt.Should().Be(18_200);
    }

    [Fact]
    public void A_task_that_is_stopped_kills_the_run()
    {
        var outcome = Train(async run =>
        {
            run.LogMetric("height", 1, 1);
            _lab.Stop.Cancel();
            await Task.Delay(Timeout.Infinite, run.Stopping);
        });
        outcome.Should().Be(new RunOutcome(RunState.Killed, 1, "It was stopped."));
        _lab.Runs().Single().Status.Should().Be(RunStatus.Killed);
    }

    [Fact]
    public void A_task_that_is_cancelled_while_nobody_stopped_the_run_fails_it() =>
        Train(_ => Task.FromCanceled(new CancellationToken(canceled: true))).State.Should().Be(RunState.Failed);

    [Fact]
    public void A_null_instead_of_a_task_is_told_with_the_experiments_name()
    {
        var outcome = Train(_ => null!);
        outcome.State.Should().Be(RunState.Failed);
        outcome.Message.Should().Contain("'lab'").And.Contain("null").And.Contain("Task.CompletedTask");
    }

    [Fact]
    public void What_an_async_void_method_logs_after_training_is_kept()
    {
        Train(run =>
        {
            Helper(run);
            return Task.CompletedTask;
        }).Should().Be(new RunOutcome(RunState.Finished, 2));

        static async void Helper(IRun run)
        {
            await Task.Delay(1);
            run.LogMetric("height", 2, 1);
        }
    }

    [Fact]
    public void What_an_async_void_method_throws_fails_the_run()
    {
        var outcome = Train(async run =>
        {
            Helper();
            await Task.Delay(Timeout.Infinite, run.Stopping);
        });
        outcome.Message.Should().StartWith("InvalidOperationException: The rope broke.");
        Failure().Should().Contain(nameof(Helper));

        static async void Helper()
        {
            await Task.Yield();
            throw new InvalidOperationException("The rope broke.");
        }
    }

    public static TheoryData<string> Calls => [.. Late.Keys];

    private static Dictionary<string, Action<IRun>> Late { get; } = new()
    {
        ["LogMetric"] = run => run.LogMetric("height", 1, 1),
        ["LogMetrics"] = run => run.LogMetrics(1, ("height", 1)),
        ["LogParameter"] = run => run.LogParameter("width", "1"),
        ["SetTag"] = run => run.SetTag("tag", "value"),
        ["LogArtifact"] = run => run.LogArtifact("note.txt", _ => { }),
        ["LogFigure"] = run => run.LogFigure("figure", new Figure("", [])),
        ["LogVideo"] = run => run.LogVideo("video", [new Frame(16, 16)], 10),
        ["LogImage"] = run => run.LogImage("image", new Frame(16, 16), 1),
        ["LogInput"] = run => run.LogInput(new RunInput("world", "1")),
        ["SaveCheckpoint"] = run => run.SaveCheckpoint("last", 1, _ => { }),
        ["ReportProgress"] = run => run.ReportProgress(1, 2),
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_on_a_run_that_has_ended_is_refused_and_told_once(string call)
    {
        IRun? ended = null;
        var progress = 0;
        Train(
            run =>
            {
                ended = run;
                return Task.CompletedTask;
            },
            _ => progress++);
        var late = () => Late[call](ended!);
        late.Should().Throw<InvalidOperationException>().WithMessage("*called after the run had ended*");
        late.Should().Throw<InvalidOperationException>();
        _error.ToString().Should().StartWith("warning: seed-0 of lab: ").And.Match(text => text.Trim().Split('\n').Length == 1);
        progress.Should().Be(0, "the next run's progress is not this one's");
        _lab.Runs().Single().Should().Match<RunLog>(log => log.Metrics.Count == 0 && log.Artifacts.Count == 0 && log.Parameters.Count == 1);
    }

    [Fact]
    public void A_video_that_is_still_being_made_when_the_run_ends_is_refused()
    {
        using var begun = new ManualResetEventSlim();
        using var ended = new ManualResetEventSlim();
        var film = Task.CompletedTask;
        Train(run =>
        {
            film = Task.Run(() => run.LogVideo("video", Frames(), 10), CancellationToken.None);
            begun.Wait(CancellationToken.None);
            return Task.CompletedTask;
        });
        ended.Set();
        film.Invoking(making => making.GetAwaiter().GetResult())
            .Should().Throw<InvalidOperationException>().WithMessage("LogVideo was called after the run had ended*");
        _lab.Runs().Single().Artifacts.Should().BeEmpty();
        Directory.GetFiles(_lab.Runs().Single().Folder, "video-*").Should().BeEmpty();

        IEnumerable<Frame> Frames()
        {
            begun.Set();
            ended.Wait(CancellationToken.None);
            yield return new Frame(16, 16);
        }
    }

    [Fact]
    public void Work_that_was_left_unawaited_is_told_on_the_run()
    {
        Train(run =>
        {
            _ = SpinAsync();
            return Task.CompletedTask;
        }).State.Should().Be(RunState.NotComparable, "it logged nothing, and did not fail");
        _lab.Runs().Single().Tags["rllab.warning"].Should().Contain("not awaited");
        _error.ToString().Should().Contain("not awaited");

        static async Task SpinAsync()
        {
            while (true)
            {
                await Task.Yield();
            }
        }
    }

    [Fact]
    public void A_failure_deep_in_a_library_is_told_by_the_line_that_called_it()
    {
        var outcome = Train(_ =>
        {
            var numbers = new List<int>();
            numbers.RemoveAt(3);
            return Task.CompletedTask;
        });
        outcome.Message.Should().StartWith("ArgumentOutOfRangeException: ").And.MatchRegex(@"TrainingTests\.cs:\d+: numbers\.RemoveAt\(3\);");
    }

    [Fact]
    public void A_failure_of_a_static_initialiser_is_told_by_its_own_line() =>
        Train(_ => Task.FromResult(Broken.Value)).Message.Should().MatchRegex(@"TrainingTests\.cs:\d+: .*int\.Parse\(""three""\)");

    [Theory]
    [InlineData("at step 3 after step 5", 5, 3)]
    [InlineData("at step -1.", -1, 0)]
    [InlineData("at step -2 after step 7", 7, -2)]
    [InlineData(null, 1, 1)]
    [InlineData(null, 0, 4)]
    public void Steps_that_fall_or_are_negative_are_kept_and_told_once(string? told, long first, long second)
    {
        Train(run =>
        {
            run.LogMetric("height", 1, first);
            run.LogMetric("other", 1, 2);
            run.LogMetric("height", 2, second);
            run.LogMetrics(second, ("height", 3), ("third", 1));
            return Task.CompletedTask;
        }).Objective.Should().Be(3);
        var log = _lab.Runs().Single();
        log.Metrics["height"].Select(point => point.Step).Should().Equal(first, second, second);
        (log.Tags.GetValueOrDefault("rllab.warning")?.Contains(told ?? "", StringComparison.Ordinal)).Should().Be(told is null ? null : true);
        _error.ToString().Split('\n').Count(line => line.Contains("warning: ")).Should().Be(told is null ? 0 : 1);
    }

    [Theory]
    [InlineData("Seed")]
    [InlineData("seed")]
    public void The_seed_is_a_parameter_unless_the_experiment_has_one_of_that_name(string own)
    {
        Train(run =>
        {
            run.LogMetric("height", 1, 1);
            return Task.CompletedTask;
        });
        _lab.Runs().Single().Parameters.Should().Equal(new Dictionary<string, string> { ["seed"] = "0" });

        Train(run =>
        {
            run.LogParameter(own, "mine");
            run.LogMetric("height", 1, 1);
            return Task.CompletedTask;
        });
        _lab.Runs().Should().ContainSingle(run => run.Parameters.Count == 1 && run.Parameters.GetValueOrDefault(own) == "mine");
    }

    [Fact]
    public void Several_warnings_are_all_kept()
    {
        Train(run =>
        {
            run.LogMetric("height", 1, -1);
            _ = SpinAsync();
            return Task.CompletedTask;
        });
        _lab.Runs().Single().Tags["rllab.warning"].Should().Contain("at step -1").And.Contain("not awaited");

        static async Task SpinAsync()
        {
            while (true)
            {
                await Task.Yield();
            }
        }
    }

    [Fact]
    public void Without_a_report_of_progress_the_steps_that_are_logged_are_shown()
    {
        var shown = new List<RunProgress>();
        Train(
            run =>
            {
                run.LogMetric("height", 1, 40);
                run.ReportProgress(50, 100);
                run.LogMetric("height", 1, 60);
                return Task.CompletedTask;
            },
            shown.Add);
        shown.Should().Equal(new RunProgress(40, 0), new RunProgress(50, 100));
    }

    private RunOutcome Train(Func<IRun, Task> train, Action<RunProgress>? progress = null)
    {
        var host = new HostContext
        {
            Experiments = [new ExperimentDescriptor("lab", "", false, [], null, _ => new Experiment(train))],
            Output = TextWriter.Null,
            Error = _error,
            CurrentDirectory = _lab.Folder,
            ProgramDirectory = _lab.Folder,
            Program = new ProgramCommand(TestHostProgram.File, []),
            CommandPrefix = "lab --",
            Environment = _lab.Environment,
        };
        var request = new RunRequest(
            SweepRequests.NewId(),
            "seed-0",
            Sweep: null,
            "lab",
            Trial: 0,
            Seed: 0,
            "cpu",
            Objective: "height",
            new Dictionary<string, string>(),
            new Dictionary<string, string>());
        return new RunTrainer(host, _lab.LabFolder, "").Train(request, progress ?? (_ => { }), _lab.Stop.Token);
    }

    private string Failure() => File.ReadAllText(RunFolder.Artifact(_lab.Runs().Single().Folder, "failure.txt"));

    private static class Broken
    {
        public static readonly int Value = int.Parse("three");
    }

    private sealed class Experiment(Func<IRun, Task> train) : IExperiment
    {
        public Task Train(IRun run) => train(run);
    }
}
