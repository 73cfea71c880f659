namespace RlLab.Sweeps.Tests;

public sealed class SweepScheduleTests
{
    private static readonly SweepDescriptor Sweep = new(Sampler.Random, 4, 2, "eval/return", Direction.Maximize);

    [Fact]
    public void All_seeds_of_a_setting_come_before_the_next() =>
        Schedule(new RandomSampler(Samples.Finite, 1)).Next(Record(lag: 1)).Select(w => (w.Run.Trial, w.Run.Seed, w.Attempt))
            .Should().Equal((0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1), (2, 0, 1), (2, 1, 1), (3, 0, 1), (3, 1, 1));

    [Fact]
    public void A_sampler_that_does_not_learn_tells_all_runs_beforehand()
    {
        Schedule(new RandomSampler(Samples.Finite, 1)).KnownBeforehand(Record(lag: 1).Header).Should().HaveCount(8);
        Schedule(new Learner()).KnownBeforehand(Record(lag: 1).Header).Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_trial_sees_the_results_of_those_that_are_the_lag_behind_it_and_no_others(int lag)
    {
        var sampler = new Learner();
        var record = Record(lag, (0, 0, 1.0), (0, 1, 2.0), (1, 0, 3.0), (1, 1, null), (2, 0, 5.0), (2, 1, 6.0));
        Schedule(sampler).Next(record).Select(w => w.Run.Trial).Should().Equal(3, 3);
        var seen = sampler.Asked.Single(asked => asked.Trial == 3).Earlier;
        seen.Select(r => r.Standing).Should().Equal(Enumerable.Range(0, 3).Select(k => k <= 3 - lag ? TrialStanding.Ended : TrialStanding.Pending));
        seen[0].Losses.Should().Equal(-1, -2);
        if (lag <= 2)
        {
            seen[1].Losses.Should().Equal(-3);
        }
    }

    [Fact]
    public void A_trial_whose_setting_is_not_determined_yet_is_waited_for_only_while_something_trains()
    {
        var schedule = Schedule(new Learner());
        var record = Record(lag: 1, (0, 0, 1.0));
        schedule.Next(record).Select(w => (w.Run.Trial, w.Run.Seed)).Should().Equal((0, 1));
        var trains = record with { Runs = [.. record.Runs, Run(0, 1) with { State = RunState.Running, Attempts = 1 }] };
        schedule.Next(trains).Should().BeEmpty();
        schedule.Waits(trains).Should().BeTrue();
        var killed = record with { Runs = [.. record.Runs, Run(0, 1) with { State = RunState.Killed, Attempts = 1 }] };
        schedule.Next(killed).Should().BeEmpty();
        schedule.Waits(killed).Should().BeFalse("nothing will determine it");
    }

    [Fact]
    public void Whatever_ends_first_and_whoever_asks_the_settings_are_the_same()
    {
        var runs = Enumerable.Range(0, 3).SelectMany(t => new[] { (t, 0, (double?)t), (t, 1, (double?)(t + 0.5)) }).ToArray();
        var expected = Schedule(new Learner()).Next(Record(2, runs)).First().Run.Parameters;
        var schedule = Schedule(new Learner());
        for (var known = 0; known < runs.Length; known++)
        {
            _ = schedule.Next(Record(2, runs[..known])).ToList();
        }

        schedule.Next(Record(2, runs)).First().Run.Parameters.Should().Equal(expected);
        Schedule(new Learner()).Next(Record(2, [.. runs[..4], .. runs[4..].Reverse()])).First().Run.Parameters.Should().Equal(expected);
    }

    [Theory]
    [InlineData(RunState.Planned, 0, true)]
    [InlineData(RunState.Running, 0, false)]
    [InlineData(RunState.Finished, 0, false)]
    [InlineData(RunState.NotComparable, 0, false)]
    [InlineData(RunState.Failed, 0, false)]
    [InlineData(RunState.Killed, 0, false)]
    [InlineData(RunState.Interrupted, 1, true)]
    [InlineData(RunState.Interrupted, 2, false)]
    public void A_run_is_wanted_until_it_ends_or_has_died_too_often(RunState state, int deaths, bool isWanted)
    {
        var run = Run(0, 0) with { State = state, Attempts = 2, Deaths = deaths };
        var header = Record(lag: 1).Header with { Trials = 1, Seeds = [0], Limits = new SweepLimits { Retries = 1 } };
        var wanted = Schedule(new RandomSampler(Samples.Finite, 1)).Next(new SweepRecord(header, [run])).ToList();
        wanted.Select(w => (w.Run.Run, w.Attempt)).Should().Equal(isWanted ? [(run.Id, 3)] : []);
        SweepSchedule.IsGivenUp(run, header).Should().Be(state == RunState.Interrupted && !isWanted);
    }

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(2, 3, 2)]
    [InlineData(4, 3, 2)]
    [InlineData(5, 3, 3)]
    [InlineData(6, 1, 6)]
    public void The_lag_is_the_least_at_which_no_slot_waits(int parallel, int seeds, int lag) => SweepSchedule.Lag(parallel, seeds).Should().Be(lag);

    [Fact]
    public void Once_all_trials_have_ended_the_best_are_wanted_on_test_seeds_and_not_before()
    {
        var schedule = Schedule(new RandomSampler(Samples.Finite, 1));
        var tuned = Confirmed(Record(1, (0, 0, 1), (0, 1, 1), (1, 0, 4), (1, 1, 4), (2, 0, 3), (2, 1, 3), (3, 0, 2), (3, 1, null)));
        schedule.Next(tuned).Select(w => (w.Run.Trial, w.Run.Seed - Confirmation.FirstTestSeed, w.Run.Phase, w.Attempt))
            .Should().Equal((1, 0, RunPhase.Test, 1), (2, 0, RunPhase.Test, 1), (1, 1, RunPhase.Test, 1), (2, 1, RunPhase.Test, 1));
        schedule.Next(tuned).Should().OnlyContain(w => w.Run.Parameters.SequenceEqual(tuned.Runs.First(run => run.Trial == w.Run.Trial).Parameters));
        schedule.Next(tuned).Select(w => w.Run.Run).Concat(tuned.Runs.Select(run => run.Id)).Should().OnlyHaveUniqueItems();
        schedule.Next(tuned with { Header = tuned.Header with { Confirmation = null } }).Should().BeEmpty();
        schedule.KnownBeforehand(tuned.Header).Should().HaveCount(8).And.OnlyContain(run => run.Phase == RunPhase.Tuning);
        foreach (var state in (RunState[])[RunState.Running, RunState.Planned, RunState.Killed, RunState.Interrupted])
        {
            var open = tuned with { Runs = [tuned.Runs[0] with { State = state }, .. tuned.Runs.Skip(1)] };
            schedule.Next(open).Should().NotContain(w => w.Run.Phase == RunPhase.Test, $"a tuning run is {state}");
            schedule.Waits(open).Should().Be(state == RunState.Running);
        }
    }

    [Fact]
    public void A_test_run_that_was_interrupted_is_wanted_again_as_a_test_run_and_no_worker_waits_for_one()
    {
        var schedule = Schedule(new RandomSampler(Samples.Finite, 1));
        var tuned = Confirmed(Record(1, (0, 0, 1), (0, 1, 1), (1, 0, 4), (1, 1, 4), (2, 0, 3), (2, 1, 3), (3, 0, 2), (3, 1, null)));
        RunRecord[] tests = [.. schedule.Next(tuned).Select(w =>
            new RunRecord(w.Run.Run, w.Run.Trial, w.Run.Seed, w.Run.Parameters, Phase: w.Run.Phase))];
        RunRecord[] all =
        [
            .. tuned.Runs,
            tests[0] with { State = RunState.Interrupted, Attempts = 1, Deaths = 1 },
            tests[1] with { State = RunState.Running, Attempts = 1 },
            tests[2] with { State = RunState.Finished, Objective = 1, Attempts = 1 },
        ];
        var record = tuned with { Runs = all };
        schedule.Next(record).Select(w => (w.Run.Run, w.Run.Phase, w.Attempt))
            .Should().Equal((tests[0].Id, RunPhase.Test, 2), (tests[3].Id, RunPhase.Test, 1));
        schedule.Waits(record).Should().BeFalse("nothing depends on what comes of it");
        var adaptive = record with { Header = record.Header with { Confirmation = new() { UntilDecided = new() } } };
        schedule.Waits(adaptive).Should().BeTrue("another group of seeds may depend on it");
    }

    [Fact]
    public void A_sampler_never_sees_a_test_seed()
    {
        var sampler = new Learner();
        var record = Record(lag: 1, (0, 0, 1.0), (0, 1, 2.0));
        var test = Run(0, 0) with { Id = "test", Seed = Confirmation.FirstTestSeed, Phase = RunPhase.Test };
        test = test with { State = RunState.Finished, Objective = 99 };
        Schedule(sampler).Next(record with { Runs = [.. record.Runs, test] }).First().Run.Trial.Should().Be(1);
        sampler.Asked.Single(asked => asked.Trial == 1).Earlier[0].Losses.Should().Equal(-1, -2);
    }

    [Fact]
    public void A_sampler_hears_of_a_pruned_run_by_its_last_value_and_of_one_that_diverged_as_failed()
    {
        var sampler = new Learner();
        var record = Record(lag: 1, (0, 0, 1.0), (0, 1, 2.0), (1, 0, null), (1, 1, null));
        var pruned = record.Runs[1] with { State = RunState.Pruned, Objective = 0.5 };
        var diverged = record.Runs[3] with { HasDiverged = true };
        Schedule(sampler).Next(record with { Runs = [record.Runs[0], pruned, record.Runs[2], diverged] }).First().Run.Trial.Should().Be(2);
        var seen = sampler.Asked.Single(asked => asked.Trial == 2).Earlier;
        seen[0].Should().Match<TrialResult>(r => r.Standing == TrialStanding.Ended && r.Losses.SequenceEqual(new[] { -1, -0.5 }));
        seen[1].Standing.Should().Be(TrialStanding.Failed);
    }

    [Fact]
    public void Many_threads_ask_one_schedule_at_once_and_are_told_the_same()
    {
        const int Threads = 8;
        var header = Record(lag: 20).Header with { Trials = 320, Seeds = [0] };
        var record = new SweepRecord(
            header, [.. Enumerable.Range(0, 300).Select(trial => Run(trial, 0) with { State = RunState.Finished, Objective = 1 })]);
        var expected = Told(Schedule(new Learner()));
        expected.Should().HaveCount(20);
        var (reading, together) = (0, 0);
        for (var round = 0; round < 5; round++)
        {
            var schedule = Schedule(new Learner(), () =>
            {
                // Whoever reads while another does finds the settings in the middle of a change.
                together = Math.Max(together, Interlocked.Increment(ref reading));
                Thread.Yield();
                Interlocked.Decrement(ref reading);
            });
            using var start = new Barrier(Threads);
            var threads = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return Told(schedule);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)).ToArray();
            FluentActions.Invoking(() => Task.WaitAll(threads)).Should().NotThrow();
            threads.Should().AllSatisfy(thread => thread.Result.Should().Equal(expected));
        }

        together.Should().Be(1);

        List<string> Told(SweepSchedule schedule) =>
            [.. schedule.Next(record).Select(wanted => $"{wanted.Run.Trial} {string.Join(' ', wanted.Run.Parameters.Select(p => p.Value))}")];
    }

    private static SweepRecord Confirmed(SweepRecord record) =>
        record with { Header = record.Header with { Confirmation = new ConfirmationOptions { Settings = 2 } } };

    private static SweepSchedule Schedule(ISampler sampler, Action? reading = null)
    {
        var plan = SweepPlan.Create(Samples.Experiment(Samples.Finite, Sweep), ParameterSet.Empty, new SweepOptions());
        return new SweepSchedule(plan, sampler, texts =>
        {
            reading?.Invoke();
            return new ParameterSet(texts.Select(t => KeyValuePair.Create(
                t.Key,
                ParameterValue.TryParse(plan.Experiment.Parameters.Single(p => p.Name == t.Key).Kind, t.Value, out var value)
                    ? value
                    : throw new FormatException(t.Value))));
        });
    }

    private static SweepRecord Record(int lag, params (int Trial, int Seed, double? Objective)[] ended) => new(
        Samples.Header(seeds: 2) with { Trials = 4, Lag = lag },
        [
            .. ended.Select(e => Run(e.Trial, e.Seed) with
            {
                State = e.Objective is null ? RunState.Failed : RunState.Finished,
                Objective = e.Objective,
                Attempts = 1,
            }),
        ]);

    private static RunRecord Run(int trial, int seed) => new(
        SweepSchedule.RunId("sweep", trial, seed),
        trial,
        seed,
        new Dictionary<string, string> { ["Rate"] = "0.25", ["Width"] = $"{8 * (trial + 1)}", ["Kind"] = "a", ["Plain"] = "0.5" });

    /// <summary>Chooses by what came of the best trial so far.</summary>
    private sealed class Learner : ISampler
    {
        public List<(int Trial, IReadOnlyList<TrialResult> Earlier)> Asked { get; } = [];

        public long? Count => null;

        public bool Learns => true;

        public ParameterSet Suggest(int trial, IReadOnlyList<TrialResult> earlier)
        {
            Asked.Add((trial, earlier));
            var sum = earlier.Sum(r => r.Losses.Sum() * (r.Number + 1));
            return new ParameterSet(
            [
                new("Rate", ParameterValue.Real(0.5 + sum)),
                new("Width", ParameterValue.Integer(8 + earlier.Count(r => r.Standing == TrialStanding.Ended))),
                new("Kind", ParameterValue.Text("b")),
            ]);
        }
    }
}
