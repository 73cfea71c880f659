using System.Collections.Concurrent;

namespace RlLab.Sweeps.Tests;

public sealed class WorkerLoopTests : IDisposable
{
    private static readonly SweepDescriptor Sweep = new(Sampler.Random, 4, 1, "eval/return", Direction.Maximize);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-sweep-");
    private readonly SweepPlan _plan = SweepPlan.Create(Samples.Experiment(Samples.Finite, Sweep), ParameterSet.Empty, new SweepOptions());
    private readonly Observer _observer = new();

    private string Journal => Path.Combine(_folder.FullName, "journal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Trains_all_runs_and_one_failure_does_not_stop_the_others()
    {
        Begin();
        Work((run, _, _, _) => run.Trial == 1 ? new RunOutcome(RunState.Failed, Message: "crashed") : new RunOutcome(RunState.Finished, run.Trial));
        Runs().Select(r => r.State).Should().Equal(RunState.Finished, RunState.Failed, RunState.Finished, RunState.Finished);
        _observer.Seen.Should().Contain(["started 0", "ended 0 Finished", "ended 1 Failed", "ended 3 Finished"]);
    }

    [Fact]
    public void Several_workers_share_the_runs_and_none_is_trained_twice()
    {
        Begin();
        var trained = new ConcurrentBag<int>();
        Parallel.For(0, 3, _ => Work((run, _, _, _) =>
        {
            trained.Add(run.Trial);
            Thread.Sleep(20);
            return new RunOutcome(RunState.Finished, 1);
        }));
        trained.Order().Should().Equal(0, 1, 2, 3);
        Runs().Should().OnlyContain(run => run.State == RunState.Finished && run.Attempts == 1);
    }

    [Fact]
    public void Begins_no_run_after_it_was_stopped()
    {
        Begin();
        using var stop = new CancellationTokenSource();
        Work(
            (_, _, _, stopping) =>
            {
                stop.Cancel();
                return new RunOutcome(stopping.IsCancellationRequested ? RunState.Killed : RunState.Finished);
            },
            stop: stop);
        Runs().Select(r => r.State).Should().Equal(RunState.Killed, RunState.Planned, RunState.Planned, RunState.Planned);
    }

    [Theory]
    [InlineData(0, RunState.Interrupted, 1)]
    [InlineData(60, RunState.Finished, 2)]
    public async Task Waits_from_its_beginning_for_the_run_of_a_predecessor_who_is_not_yet_missed(int seconds, RunState state, int attempts)
    {
        Begin();
        var predecessor = new JournalFolder(Journal, TimeProvider.System);
        predecessor.TryClaim(new RunPlanned(Runs()[0].Id, 0, 0, Runs()[0].Parameters), 1).Should().BeTrue();
        var missed = Task.CompletedTask;
        Work(
            (run, _, _, _) =>
            {
                missed = run.Trial != 3 ? missed : Task.Run(() =>
                {
                    Thread.Sleep(300);
                    predecessor.Dispose();
                });
                return new RunOutcome(RunState.Finished, 1);
            },
            new WorkerOptions { WaitsForTheMissing = TimeSpan.FromSeconds(seconds) });
        await missed;
        (Runs()[0].State, Runs()[0].Attempts).Should().Be((state, attempts));
        Runs().Skip(1).Should().OnlyContain(run => run.State == RunState.Finished && run.Attempts == 1);
    }

    [Fact]
    public void Gives_a_run_back_where_its_machine_is_taken_away()
    {
        Begin();
        using var stop = new CancellationTokenSource();
        Work(
            (_, _, _, _) =>
            {
                stop.Cancel();
                return new RunOutcome(RunState.Killed);
            },
            new WorkerOptions { GivesBack = () => true },
            stop);
        var run = Runs()[0];
        (run.State, run.Attempts, run.Deaths).Should().Be((RunState.Planned, 1, 0));
    }

    [Fact]
    public void Ends_after_a_run_that_leaves_something_behind()
    {
        Begin();
        Work((_, _, _, _) => new RunOutcome(RunState.Finished, 1), new WorkerOptions { MayTrainAnother = () => false });
        Runs().Select(r => r.State).Should().Equal(RunState.Finished, RunState.Planned, RunState.Planned, RunState.Planned);
    }

    [Fact]
    public void Takes_nothing_of_a_cancelled_sweep()
    {
        Begin();
        using (var store = new JournalFolder(Journal, TimeProvider.System))
        {
            store.Note(new SweepCancelled(0));
        }

        Work((_, _, _, _) => throw new InvalidOperationException("Nothing shall train."));
        Runs().Should().OnlyContain(run => run.State == RunState.Planned);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_that_is_over_a_limit_is_stopped_and_has_failed(bool byTime)
    {
        Begin(byTime
            ? new SweepLimits { RunTime = TimeSpan.FromSeconds(1) }
            : new SweepLimits { Silence = TimeSpan.FromSeconds(1), SilenceLimit = TimeSpan.FromSeconds(2) });
        Work(
            (run, _, _, stopping) => run.Trial > 0 ? new RunOutcome(RunState.Finished, 1)
                : new RunOutcome(stopping.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)) ? RunState.Killed : RunState.Finished),
            new WorkerOptions { LastWords = _ => "epoch 1" });
        Runs()[0].Should().Match<RunRecord>(r => r.State == RunState.Failed);
        Runs()[0].Message
            .Should().Match(byTime ? "It took longer than 1 second, *" : "It had said nothing for * seconds, *; its last words: \"epoch 1\".");
        Runs().Skip(1).Should().OnlyContain(run => run.State == RunState.Finished);
        _observer.Seen.Any(s => s.StartsWith("told 0 It has said nothing for", StringComparison.Ordinal)).Should().Be(!byTime);
    }

    [Fact]
    public void A_run_that_does_not_stop_at_its_limit_takes_its_process_with_it()
    {
        Begin(new SweepLimits { RunTime = TimeSpan.FromSeconds(1) });
        using var exited = new ManualResetEventSlim();
        Work(
            (run, _, _, _) =>
            {
                if (run.Trial == 0)
                {
                    exited.Wait(TimeSpan.FromSeconds(30), CancellationToken.None).Should().BeTrue();
                }

                return new RunOutcome(RunState.Finished, 7);
            },
            new WorkerOptions { Grace = TimeSpan.FromMilliseconds(50), Exit = exited.Set });
        Runs()[0].Message.Should().Contain("limit of a run").And.Contain("its process was ended");
        Runs()[0].State.Should().Be(RunState.Failed);
    }

    [Fact]
    public void A_pruner_ends_a_run_by_what_the_store_holds_and_its_reason_is_kept()
    {
        Begin(pruner: new PrunerChoice(Pruner.Asha, 10));
        Work((run, _, reported, _) =>
        {
            for (var step = 10; step <= 90; step += 10)
            {
                if (reported(new ObjectivePoint(step, -run.Trial * step)) is { } reason)
                {
                    return new RunOutcome(RunState.Pruned, -run.Trial * step, reason);
                }

                Thread.Sleep(250);
            }

            return new RunOutcome(RunState.Finished, -run.Trial);
        });
        Runs().Select(run => run.State).Should().Equal(RunState.Finished, RunState.Pruned, RunState.Pruned, RunState.Pruned);
        Runs().Should().OnlyContain(run => run.HasEnded);
        Runs()[2].Message.Should().Be("At the rung of step 10 its value -20 is number 3 of 3, of which 1 go on.");
        Runs()[0].Points.Select(point => point.Step).Should().Equal(Enumerable.Range(1, 9).Select(i => 10L * i), "all is told in the end");
        Runs()[2].Points.Should().Equal(new ObjectivePoint(10, -20));
    }

    [Fact]
    public void What_is_logged_in_quick_succession_is_told_and_judged_together()
    {
        Begin(pruner: new PrunerChoice(Pruner.Asha, 10));
        var asked = new ConcurrentBag<string?>();
        Work((run, _, reported, _) =>
        {
            for (var step = 1; step <= 2_000; step++)
            {
                asked.Add(reported(new ObjectivePoint(step, run.Trial)));
            }

            return new RunOutcome(RunState.Finished, run.Trial);
        });
        Runs().Should().OnlyContain(run => run.Points.Count == 2_000);
        SweepEvents().OfType<RunReported>().Should().HaveCountLessThan(4 * 100).And.OnlyContain(told => told.Attempt == 1);
    }

    [Fact]
    public void Without_a_pruner_and_in_a_test_run_nothing_is_told_and_nothing_pruned()
    {
        Begin(confirmation: new ConfirmationOptions { Settings = 2 }, pruner: new PrunerChoice(Pruner.Asha, 10));
        Work((run, _, reported, _) => reported(new ObjectivePoint(10, run.Trial)) is { } reason
            ? new RunOutcome(RunState.Pruned, run.Trial, reason)
            : new RunOutcome(RunState.Finished, run.Trial));
        var tests = Runs().Where(run => run.Phase == RunPhase.Test).ToList();
        tests.Should().HaveCount(2).And.OnlyContain(run => run.State == RunState.Finished && run.Points.Count == 0);
        Runs().Where(run => run.Phase == RunPhase.Tuning).Should().OnlyContain(run => run.Points.Count == 1);
    }

    [Fact]
    public void Workers_wait_for_the_trials_to_end_and_share_the_test_runs()
    {
        Begin(confirmation: new ConfirmationOptions { Settings = 2, Seeds = 4 });
        var trained = new ConcurrentBag<(int Trial, long Seed)>();
        Parallel.For(0, 3, _ => Work((run, _, _, _) =>
        {
            trained.Add((run.Trial, run.Seed));
            Thread.Sleep(run.Trial == 0 ? 400 : 30);
            return new RunOutcome(RunState.Finished, -run.Trial);
        }));
        trained.Should().HaveCount(4 + 8).And.OnlyHaveUniqueItems();
        Runs().Should().OnlyContain(run => run.State == RunState.Finished && run.Attempts == 1);
        Runs().Where(run => run.Phase == RunPhase.Test).Select(run => run.Trial).Distinct().Should().Equal(0, 1);
        Runs().Where(run => run.Phase == RunPhase.Test).Select(run => run.Worker).Distinct().Should().HaveCountGreaterThan(1, "nobody went away");
    }

    private IEnumerable<SweepEvent?> SweepEvents() =>
        from journal in Directory.GetFiles(_folder.FullName, "*journal", SearchOption.AllDirectories)
        from entry in RlLab.Journal.JournalReader.Read(journal)
        select SweepEvent.FromJson(entry.Payload.Span);

    private void Begin(SweepLimits? limits = null, ConfirmationOptions? confirmation = null, PrunerChoice? pruner = null)
    {
        var header = Samples.Header(seeds: 1) with
        {
            Trials = 4,
            Version = 2,
            Lag = 1,
            Limits = limits,
            Confirmation = confirmation,
            Pruner = pruner,
        };
        JournalFolder.Create(Journal, header, Schedule().KnownBeforehand(header), TimeProvider.System).Dispose();
    }

    private void Work(WorkerLoop.Train train, WorkerOptions? options = null, CancellationTokenSource? stop = null)
    {
        using var store = new JournalFolder(Journal, TimeProvider.System);
        RunRequest Request(SweepHeader sweep, RunPlanned run) => Samples.Request(run.Run, run.Trial) with { Seed = run.Seed, Phase = run.Phase };
        new WorkerLoop(store, Schedule(), Request, options ?? new WorkerOptions(), TimeProvider.System)
            .Work(train, _observer, stop?.Token ?? CancellationToken.None);
    }

    private SweepSchedule Schedule() => new(_plan, _plan.MakeSampler(), _ => throw new NotSupportedException("Nothing learns."));

    private IReadOnlyList<RunRecord> Runs() => SweepRecord.Read(Journal).Runs;

    private sealed class Observer : ISweepObserver
    {
        public ConcurrentBag<string> Seen { get; } = [];

        public void Started(RunRequest run) => Seen.Add($"started {run.Trial}");

        public void Progressed(RunRequest run, RunProgress progress) => Seen.Add($"at {run.Trial} {progress.Step}");

        public void Told(RunRequest run, string what) => Seen.Add($"told {run.Trial} {what}");

        public void Noted(string what) => Seen.Add($"noted {what}");

        public void Ended(RunRequest run, RunOutcome outcome) => Seen.Add($"ended {run.Trial} {outcome.State}");
    }
}
