using System.Collections.Concurrent;

namespace RlLab.Sweeps.Tests;

/// <summary>A worker that trains several runs at once: which it claims, and what becomes of each.</summary>
public sealed class WorkerLanesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-sweep-");
    private readonly SweepPlan _plan = Plan();
    private readonly Observer _observer = new();
    private readonly List<string> _seen = [];

    private string Journal => Path.Combine(_folder.FullName, "journal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Runs_of_one_group_train_beside_each_other_and_a_place_that_becomes_free_is_filled()
    {
        Begin(new LaneSettings(3, 1));
        Work(Lanes(run => run.Request.Trial == 0 ? 4 : 2));
        _seen.Should().Equal("0 2 4", "0 2 4", "0 6", "0 6", "1 3 5", "1 3 5", "7", "7");
        Runs().Should().OnlyContain(run => run.State == RunState.Finished && run.Attempts == 1);
    }

    [Fact]
    public void A_sweep_without_lanes_trains_one_run_at_a_time_whoever_asks_for_more()
    {
        Begin(null);
        Work(Lanes(_ => 1));
        _seen.Should().Equal("0", "1", "2", "3", "4", "5", "6", "7");
    }

    [Fact]
    public void Each_worker_has_its_share_of_a_group_before_any_has_more()
    {
        Begin(new LaneSettings(4, 2));
        using var first = new CancellationTokenSource();
        Work(next =>
        {
            var runs = Take(next);
            runs.Should().HaveCount(2);
            Work(other =>
            {
                var others = Take(other);
                _seen.Add(Names(others));
                others.ForEach(run => run.End(new RunOutcome(RunState.Finished, 1)));
                first.Cancel();
            });
            runs.ForEach(run => run.End(new RunOutcome(RunState.Finished, 1)));
        }, first);
        _seen[0].Should().Be("1 3", "the other group is begun, and shared as well");
    }

    [Fact]
    public void A_run_whose_process_died_is_trained_without_others()
    {
        Begin(new LaneSettings(4, 1));
        using (var predecessor = new JournalFolder(Journal, TimeProvider.System))
        {
            predecessor.TryClaim(Planned(2), 1).Should().BeTrue();
        }

        Work(Lanes(_ => 1));
        _seen.Should().Equal("0 4 6", "1 3 5 7", "2");
        Runs()[2].Should().Match<RunRecord>(run => run.State == RunState.Finished && run.Attempts == 2 && run.Deaths == 1);
    }

    [Fact]
    public void Where_there_was_no_run_for_a_lane_the_store_is_looked_at_again_in_a_while_and_once_a_run_has_ended()
    {
        Begin(new LaneSettings(4, 1));
        using var stop = new CancellationTokenSource();
        using var other = new JournalFolder(Journal, TimeProvider.System);
        RunPlanned[] claimed = [Planned(2), Planned(6)];
        claimed.Should().OnlyContain(run => other.TryClaim(run, 1));
        var clock = new ManualClock();
        var loop = Loop(out var store, clock: clock);
        using (store)
        {
            loop.Work(
                next =>
                {
                    var runs = Take(next);
                    Names(runs).Should().Be("0 4");
                    other.Release(claimed[0].Run, 1);
                    next().Should().BeNull("lanes ask at every turn, and the store is files");
                    clock.Advance(TimeSpan.FromMilliseconds(100));
                    runs.Add(next()!);
                    next().Should().BeNull();
                    other.Release(claimed[1].Run, 1);
                    runs[0].End(new RunOutcome(RunState.Finished, 1));
                    runs.Add(next()!);
                    Names(runs).Should().Be("0 2 4 6");
                    stop.Cancel();
                    runs.Skip(1).ToList().ForEach(run => run.End(new RunOutcome(RunState.Finished, 1)));
                },
                _observer,
                stop.Token);
        }
    }

    [Fact]
    public void A_run_that_is_given_back_is_free_and_what_is_told_of_it_later_does_not_count()
    {
        Begin(new LaneSettings(2, 1));
        using var stop = new CancellationTokenSource();
        Work(next =>
        {
            var runs = Take(next);
            runs[1].GiveBack("Its neighbour ended the process.");
            runs[1].End(new RunOutcome(RunState.Failed, Message: "too late"));
            stop.Cancel();
            runs[0].End(new RunOutcome(RunState.Finished, 1));
        }, stop);
        Runs()[0].State.Should().Be(RunState.Finished);
        Runs()[2].Should().Match<RunRecord>(run => run.State == RunState.Planned && run.Attempts == 1 && run.Deaths == 0);
        _observer.Seen.Should().Contain(["told 2 Its neighbour ended the process.", "ended 2 Interrupted"]);
    }

    [Fact]
    public void Where_memory_is_short_fewer_train_at_once_and_a_group_that_cannot_be_joined_trains_one_at_a_time()
    {
        Begin(new LaneSettings(4, 1));
        var loop = Loop(out var store);
        using (store)
        {
            loop.Work(Lanes(run =>
            {
                if (run.Request.Trial == 0)
                {
                    loop.Narrow(2);
                }

                if (run.Request.Trial == 1)
                {
                    loop.TrainGroupOneAtATime();
                }

                return 1;
            }), _observer, CancellationToken.None);
        }

        _seen.Should().Equal("0 2", "1", "3", "4 6", "5", "7");
    }

    [Fact]
    public void What_the_first_run_has_changed_in_the_process_keeps_others_from_beginning_beside_it()
    {
        Begin(new LaneSettings(4, 1));
        Work(Lanes(_ => 1), options: new WorkerOptions { MayTrainAnother = () => false });
        _seen.Should().Equal("0");
        Runs().Count(run => run.State == RunState.Planned).Should().Be(7);
    }

    [Fact]
    public void All_stop_together_and_are_given_back_where_the_machine_is_taken_away()
    {
        Begin(new LaneSettings(3, 1));
        using var stop = new CancellationTokenSource();
        Work(
            next =>
            {
                var runs = Take(next);
                runs.Should().HaveCount(3);
                stop.Cancel();
                runs.Should().OnlyContain(run => run.Stopping.IsCancellationRequested);
                runs.ForEach(run => run.End(new RunOutcome(RunState.Killed)));
            },
            stop,
            new WorkerOptions { GivesBack = () => true });
        Runs().Where(run => run.Attempts == 1).Should().HaveCount(3).And.OnlyContain(run => run.State == RunState.Planned && run.Deaths == 0);
    }

    [Fact]
    public void A_sign_of_life_tells_of_all_runs()
    {
        Begin(new LaneSettings(3, 1));
        using var stop = new CancellationTokenSource();
        var loop = Loop(out var store);
        using (store)
        {
            loop.Work(
                next =>
                {
                    var runs = Take(next);
                    stop.Cancel();
                    runs[1].Report(new RunProgress(5, 9));
                    SpinWait.SpinUntil(() => store.Working().Values.SingleOrDefault()?.All().Count() == runs.Count, TimeSpan.FromSeconds(30));
                    store.Working().Values.Single().All().Select(work => work.Run).Should().BeEquivalentTo(runs.Select(run => run.Request.Id));
                    store.Working().Values.Single().All().Single(work => work.Run == runs[1].Request.Id).Progress.Step.Should().Be(5);
                    runs.ForEach(run => run.End(new RunOutcome(RunState.Finished, 1)));
                },
                _observer,
                stop.Token);
        }
    }

    [Fact]
    public void Of_runs_that_share_a_thread_the_one_that_keeps_it_is_told_of_and_the_time_of_each_is_its_share()
    {
        Begin(new LaneSettings(4, 1), new SweepLimits { Silence = TimeSpan.FromSeconds(2) });
        using var stop = new CancellationTokenSource();
        string? keeper = null;
        Work(
            next =>
            {
                var runs = Take(next);
                keeper = runs[2].Request.Id;
                SpinWait.SpinUntil(() => _observer.Seen.Any(told => told.StartsWith("told", StringComparison.Ordinal)), TimeSpan.FromSeconds(30));
                stop.Cancel();
                runs.ForEach(run => run.End(new RunOutcome(RunState.Finished, 1)));
            },
            stop,
            new WorkerOptions { Turn = () => (keeper, 1) });
        _observer.Seen.Where(told => told.StartsWith("told", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().Match("told 4 It has said nothing for * seconds; it had printed nothing. 3 other runs of its worker wait for it.");
        Runs()[4].Duration.Should().BeGreaterThan(TimeSpan.FromSeconds(1.9), "it had the thread to itself");
        Runs()[0].Duration.Should().BeLessThan(TimeSpan.FromSeconds(1), "it could do nothing");
    }

    [Fact]
    public void A_limit_on_the_time_of_a_run_is_one_on_its_share_of_the_thread()
    {
        Begin(new LaneSettings(4, 1), new SweepLimits { RunTime = TimeSpan.FromSeconds(1.5), Silence = null });
        using var stop = new CancellationTokenSource();
        var turn = 0L;
        Work(
            next =>
            {
                var runs = Take(next);
                runs[0].Stopping.WaitHandle.WaitOne(TimeSpan.FromSeconds(2.9)).Should().BeFalse("it has had less than a second of them");
                stop.Cancel();
                runs.ForEach(run => run.End(new RunOutcome(RunState.Finished, 1)));
            },
            stop,
            new WorkerOptions { Turn = () => ("somebody", Interlocked.Increment(ref turn)) });
        Runs()[0].State.Should().Be(RunState.Finished);
    }

    /// <summary>Four rates by two widths: the widths separate two groups, of the even trials and of the odd ones.</summary>
    private static SweepPlan Plan()
    {
        var space = new SearchSpace(
        [
            Samples.Real("Rate", new UniformDomain(0.25, 1, 0.25)),
            Samples.Whole("Width", new ChoiceDomain([ParameterValue.Integer(8), ParameterValue.Integer(16)])),
        ]);
        var sweep = new SweepDescriptor(Sampler.Grid, 8, 1, "eval/return", Direction.Maximize) { Confirm = 0 };
        return SweepPlan.Create(Samples.Experiment(space, sweep), ParameterSet.Empty, new SweepOptions());
    }

    private static List<ClaimedRun> Take(Func<ClaimedRun?> next)
    {
        var runs = new List<ClaimedRun>();
        while (next() is { } run)
        {
            runs.Add(run);
        }

        return runs;
    }

    private static string Names(IEnumerable<ClaimedRun> runs) => string.Join(' ', runs.Select(run => run.Request.Trial).Order());

    /// <summary>Trains as many as it gets, round by round, each for so many rounds; what trains in a round is noted.</summary>
    private Action<Func<ClaimedRun?>> Lanes(Func<ClaimedRun, int> rounds) => next =>
    {
        var training = new List<(ClaimedRun Run, int Left)>();
        for (Fill(); training.Count > 0; Fill())
        {
            _seen.Add(Names(training.Select(lane => lane.Run)));
            training = [.. training.Select(lane => (lane.Run, lane.Left - 1))];
            foreach (var (run, _) in training.Where(lane => lane.Left == 0))
            {
                run.End(new RunOutcome(RunState.Finished, 1));
            }

            training.RemoveAll(lane => lane.Left == 0);
        }

        void Fill()
        {
            while (next() is { } run)
            {
                training.Add((run, rounds(run)));
            }
        }
    };

    private void Begin(LaneSettings? lanes, SweepLimits? limits = null)
    {
        var header = Samples.Header(seeds: 1) with
        {
            Trials = 8,
            Version = 2,
            Lag = 1,
            Limits = limits,
            Settings = new RunSettings("managed", "cpu", "", new Dictionary<string, string>()) { Lanes = lanes },
        };
        JournalFolder.Create(Journal, header, Schedule().KnownBeforehand(header), TimeProvider.System).Dispose();
    }

    private void Work(Action<Func<ClaimedRun?>> train, CancellationTokenSource? stop = null, WorkerOptions? options = null)
    {
        var loop = Loop(out var store, options);
        using (store)
        {
            loop.Work(train, _observer, stop?.Token ?? CancellationToken.None);
        }
    }

    private WorkerLoop Loop(out JournalFolder store, WorkerOptions? options = null, TimeProvider? clock = null)
    {
        RunRequest Request(SweepHeader sweep, RunPlanned run) => Samples.Request(run.Run, run.Trial);
        store = new JournalFolder(Journal, TimeProvider.System);
        return new WorkerLoop(store, Schedule(), Request, options ?? new WorkerOptions(), clock ?? TimeProvider.System);
    }

    private SweepSchedule Schedule() => new(_plan, _plan.MakeSampler(), _ => throw new NotSupportedException("Nothing learns."));

    private RunPlanned Planned(int trial) => new(Runs()[trial].Id, trial, 0, Runs()[trial].Parameters);

    private IReadOnlyList<RunRecord> Runs() => SweepRecord.Read(Journal).Runs;

    private sealed class Observer : ISweepObserver
    {
        public ConcurrentBag<string> Seen { get; } = [];

        public void Started(RunRequest run)
        {
        }

        public void Progressed(RunRequest run, RunProgress progress)
        {
        }

        public void Told(RunRequest run, string what) => Seen.Add($"told {run.Trial} {what}");

        public void Noted(string what) => Seen.Add($"noted {what}");

        public void Ended(RunRequest run, RunOutcome outcome) => Seen.Add($"ended {run.Trial} {outcome.State}");
    }
}
