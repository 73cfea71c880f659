using System.Collections.Concurrent;
using RlLab.Journal;

namespace RlLab.Sweeps.Tests;

/// <summary>A worker whose store goes away while it trains: what trains goes on, and what it comes to is told.</summary>
public sealed class WorkerOfAbsentStoreTests : IDisposable
{
    private static readonly SweepDescriptor Sweep = new(Sampler.Random, 4, 1, "eval/return", Direction.Maximize) { Confirm = 0 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-absent-");
    private readonly SweepPlan _plan = Plan();
    private readonly ManualClock _clock = new();

    /// <summary>What stores say that are away, each in its way.</summary>
    public static TheoryData<Exception> Errors =>
        [new SweepException("away"), new JournalException("journal", "away"), new IOException("away"), new UnauthorizedAccessException("away")];

    private string Journal => Path.Combine(_folder.FullName, "journal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Errors))]
    public void What_is_logged_meanwhile_is_told_and_judged_when_the_store_is_back(Exception error)
    {
        using var store = Begin(error, new PrunerChoice(Pruner.Asha, 10));
        Work(store, run =>
        {
            Log(run, 10, -100).Should().BeNull();
            store.Away.UnionWith(run.Request.Trial == 1 ? [nameof(ISweepStore.Note)] : [nameof(ISweepStore.Read)]);
            Log(run, 30, -run.Request.Trial).Should().BeNull("nothing is judged of a store that does not answer");
            store.Away.Clear();
            var reason = Log(run, 31, -run.Request.Trial);
            (reason is null).Should().Be(run.Request.Trial == 0);
            run.End(new RunOutcome(reason is null ? RunState.Finished : RunState.Pruned, 1, reason));
        });
        Runs().Select(run => run.State).Should().Equal(RunState.Finished, RunState.Pruned, RunState.Pruned, RunState.Pruned);
        Runs().Should().AllSatisfy(run => run.Points.Select(point => point.Step).Should().Equal(10, 30, 31));
        Runs()[1].Message.Should().StartWith("At the rung of step 30 ");
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void How_a_run_ended_is_told_though_what_it_logged_last_cannot_be(Exception error)
    {
        using var store = Begin(error, new PrunerChoice(Pruner.Asha, 10));
        Work(store, run =>
        {
            store.Away.Add(nameof(ISweepStore.Note));
            Log(run, 10, 1).Should().BeNull();
            run.End(new RunOutcome(RunState.Finished, run.Request.Trial));
        });
        Runs().Select(run => run.Objective).Should().Equal(0, 1, 2, 3);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_sign_of_life_that_does_not_come_through_ends_nothing(Exception error)
    {
        using var store = Begin(error);
        Work(store, run =>
        {
            foreach (var method in (string[])[nameof(ISweepStore.Beat), nameof(ISweepStore.Read)])
            {
                store.Away.Add(method);
                _clock.Advance(store.Lease / 4);
                store.Away.Clear();
            }

            run.End(new RunOutcome(RunState.Finished, 1));
        });
        Runs().Should().OnlyContain(run => run.State == RunState.Finished);
    }

    [Fact]
    public async Task A_worker_does_not_leave_its_store_to_be_closed_under_a_sign_of_life()
    {
        using var store = Begin(new SweepException("away"));
        using var inside = new ManualResetEventSlim();
        using var comesThrough = new ManualResetEventSlim();
        var events = new ConcurrentQueue<string>();
        store.Beating = () =>
        {
            inside.Set();
            comesThrough.Wait(CancellationToken.None);
            events.Enqueue("sign of life");
        };
        Task? beating = null;
        var working = Task.Run(
            () =>
            {
                Work(store, run =>
                {
                    beating ??= Task.Run(() => _clock.Advance(store.Lease / 12));
                    inside.Wait(CancellationToken.None);
                    run.End(new RunOutcome(RunState.Finished, 1));
                });
                events.Enqueue("end of work");
            },
            TestContext.Current.CancellationToken);
        await Task.WhenAny(working, Task.Delay(200, TestContext.Current.CancellationToken));
        comesThrough.Set();
        await working;
        await beating!;
        events.Should().Equal("sign of life", "end of work");
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_run_whose_worker_must_go_is_given_back_though_nobody_says_whether_the_sweep_is_cancelled(Exception error)
    {
        using var store = Begin(error);
        using var stop = new CancellationTokenSource();
        Work(
            store,
            run =>
            {
                stop.Cancel();
                store.Away.Add(nameof(ISweepStore.Read));
                run.End(new RunOutcome(RunState.Killed));
            },
            new WorkerOptions { GivesBack = () => true },
            stop);
        Runs()[0].Should().Match<RunRecord>(run => run.State == RunState.Planned && run.Attempts == 1 && run.Deaths == 0);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_run_over_its_limit_ends_its_process_though_nobody_can_be_told(Exception error)
    {
        using var store = Begin(error, limits: new SweepLimits { RunTime = TimeSpan.FromMinutes(1) });
        using var stop = new CancellationTokenSource();
        var hasExited = false;
        Work(
            store,
            run =>
            {
                _clock.Advance(TimeSpan.FromMinutes(1));
                run.Stopping.IsCancellationRequested.Should().BeTrue();
                store.Away.Add(nameof(ISweepStore.End));
                _clock.Advance(TimeSpan.FromSeconds(9));
                hasExited.Should().BeFalse("it has 10 seconds to stop");
                _clock.Advance(TimeSpan.FromSeconds(1));
                stop.Cancel();
            },
            new WorkerOptions { Exit = () => hasExited = true },
            stop);
        hasExited.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Lanes_train_to_their_ends_and_the_worker_then_ends_with_what_the_store_says(Exception error)
    {
        using var store = Begin(error, lanes: new LaneSettings(3, 1));
        var work = () => WorkLanes(store, next =>
        {
            List<ClaimedRun> runs = [next()!, next()!];
            store.Away.Add(nameof(ISweepStore.TryClaim));
            store.Claims.Should().Be((1, 1), "a claim beside what trains waits for nobody");
            next().Should().BeNull();
            store.Claims.Should().Be((2, 1));
            runs.ForEach(run => run.End(new RunOutcome(RunState.Finished, 1)));
        });
        work.Should().Throw<Exception>().Which.Should().BeSameAs(error);
        Runs().Select(run => run.State).Should().Equal(RunState.Finished, RunState.Finished, RunState.Planned, RunState.Planned);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_claim_whose_answer_was_lost_is_not_left_lying(bool isBackAtOnce)
    {
        using var store = Begin(new SweepException("away"), lanes: new LaneSettings(4, 1));
        store.TakesUnanswered = true;
        var trained = new List<int>();
        WorkLanes(store, next =>
        {
            List<ClaimedRun> runs = [next()!];
            store.Away.Add(nameof(ISweepStore.TryClaim));
            next().Should().BeNull();
            store.Away.Clear();
            if (isBackAtOnce)
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                while (next() is { } run)
                {
                    runs.Add(run);
                }
            }

            trained.AddRange(runs.Select(run => run.Request.Trial));
            runs.ForEach(run => run.End(new RunOutcome(RunState.Finished, 1)));
        });
        trained.Should().BeInAscendingOrder().And.HaveCount(4);
        Runs().Should().OnlyContain(run => run.State == RunState.Finished && run.Attempts == 1);
    }

    /// <summary>Four rates, which are one group.</summary>
    private static SweepPlan Plan() => SweepPlan.Create(
        Samples.Experiment(new SearchSpace([Samples.Real("Rate", new UniformDomain(0.25, 1, 0.25))]), Sweep), ParameterSet.Empty, new SweepOptions());

    private AbsentStore Begin(Exception error, PrunerChoice? pruner = null, SweepLimits? limits = null, LaneSettings? lanes = null)
    {
        var header = Samples.Header(seeds: 1) with
        {
            Trials = 4,
            Version = 2,
            Lag = 1,
            Pruner = pruner,
            Limits = limits,
            Settings = new RunSettings("managed", "cpu", "", new Dictionary<string, string>()) { Lanes = lanes },
        };
        JournalFolder.Create(Journal, header, Schedule().KnownBeforehand(header), _clock).Dispose();
        return new AbsentStore(new JournalFolder(Journal, _clock), () => error);
    }

    /// <summary>Logs a value of the objective, so long after the one before that it is told at once.</summary>
    private string? Log(ClaimedRun run, long step, double value)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return run.Report(new ObjectivePoint(step, value));
    }

    private void Work(AbsentStore store, Action<ClaimedRun> train, WorkerOptions? options = null, CancellationTokenSource? stop = null) => WorkLanes(
        store,
        next =>
        {
            while (next() is { } run)
            {
                train(run);
            }
        },
        options,
        stop);

    private void WorkLanes(
        AbsentStore store, Action<Func<ClaimedRun?>> train, WorkerOptions? options = null, CancellationTokenSource? stop = null) => new WorkerLoop(
            store,
            Schedule(),
            (_, run) => Samples.Request(run.Run, run.Trial),
            options ?? new WorkerOptions(),
            _clock).Work(train, new Deaf(), stop?.Token ?? CancellationToken.None);

    private SweepSchedule Schedule() => new(_plan, _plan.MakeSampler(), _ => throw new NotSupportedException("Nothing learns."));

    private IReadOnlyList<RunRecord> Runs() => SweepRecord.Read(Journal).Runs;
}
