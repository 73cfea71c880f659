using System.Collections.Concurrent;
using RlLab.Sweeps;

namespace RlLab.Testing;

#pragma warning disable CS1591 // A fact's name says what it holds.

/// <summary>What every store of sweeps keeps. A store's tests inherit it.</summary>
public abstract class SweepStoreContract
{
    /// <summary>The lease of the stores that <see cref="Open"/> opens: a minute.</summary>
    protected static TimeSpan Lease { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Begins a new sweep; whoever begins it leads it until the store is disposed.</summary>
    /// <param name="header">What is swept; its <see cref="SweepHeader.Id"/> may be replaced.</param>
    /// <param name="runs">The runs that are known beforehand.</param>
    protected abstract ISweepStore Begin(SweepHeader header, params IReadOnlyList<RunPlanned> runs);

    /// <summary>Opens the sweep that was begun, as another worker does.</summary>
    /// <param name="machine">The machine that the worker is on, where it is another one than this; null for this one.</param>
    protected abstract ISweepStore Open(string? machine = null);

    /// <summary>Lets time pass, as the store measures it.</summary>
    /// <param name="time">How much.</param>
    protected abstract void Pass(TimeSpan time);

    [Fact]
    public void A_run_that_many_claim_at_once_is_claimed_by_one()
    {
        using var leader = Begin(Header(), [.. Enumerable.Range(0, 50).Select(i => Planned($"run{i}", i))]);
        var claimed = new ConcurrentBag<string>();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var worker = Open();
            foreach (var run in worker.Read().Runs.Where(run => worker.TryClaim(Planned(run.Id, run.Trial), 1)))
            {
                claimed.Add(run.Id);
            }
        });
        claimed.Should().HaveCount(50).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void What_one_notes_all_others_know()
    {
        using var leader = Begin(Header(), Planned("a", 0), Planned("b", 1));
        using var worker = Open();
        using var other = Open();
        worker.TryClaim(Planned("a", 0), 1).Should().BeTrue();
        other.Read().Runs.Select(r => r.State).Should().Equal(RunState.Running, RunState.Planned);
        worker.End("a", 1, new RunOutcome(RunState.Finished, 0.1 + 0.2)).Should().BeTrue();
        foreach (var store in (ISweepStore[])[leader, worker, other])
        {
            var run = store.Read().Runs[0];
            (run.State, run.Objective, run.Attempts, run.Deaths).Should().Be((RunState.Finished, 0.1 + 0.2, 1, 0));
        }
    }

    [Fact]
    public void A_run_that_nobody_planned_is_planned_by_who_claims_it()
    {
        using var leader = Begin(Header());
        using var worker = Open();
        worker.TryClaim(Planned("a", 1), 1).Should().BeTrue();
        leader.Read().Runs.Single().Parameters.Should().Contain("Rate", "0.1");
    }

    [Fact]
    public void A_released_run_can_be_claimed_again_and_nobody_died()
    {
        using var leader = Begin(Header(), Planned("a", 0));
        using var worker = Open();
        worker.TryClaim(Planned("a", 0), 1);
        worker.Release("a", 1);
        var run = leader.Read().Runs.Single();
        (run.State, run.Attempts, run.Deaths).Should().Be((RunState.Planned, 1, 0));
        using var other = Open();
        other.TryClaim(Planned("a", 0), 2).Should().BeTrue();
        leader.Read().Runs.Single().State.Should().Be(RunState.Running);
    }

    [Fact]
    public void The_run_of_a_worker_that_ended_is_free_at_once()
    {
        using var leader = Begin(Header(), Planned("a", 0));
        using (var worker = Open("elsewhere"))
        {
            worker.TryClaim(Planned("a", 0), 1);
            worker.Beat(null);
        }

        var run = leader.Read().Runs.Single();
        (run.State, run.Deaths).Should().Be((RunState.Interrupted, 1));
    }

    [Fact]
    public void The_run_of_a_worker_that_gives_no_sign_of_life_is_free_after_the_lease_and_no_sooner()
    {
        using var leader = Begin(Header(), Planned("a", 0));
        using var worker = Open("elsewhere");
        worker.TryClaim(Planned("a", 0), 1);
        for (var sign = 0; sign < 5; sign++)
        {
            worker.Beat(null);
            leader.Read().Runs.Single().State.Should().Be(RunState.Running);
            Pass(Lease * 0.9);
        }

        leader.Read().Runs.Single().State.Should().Be(RunState.Running);
        Pass(Lease * 0.2);
        leader.Read().Runs.Single().State.Should().Be(RunState.Interrupted);
        using var other = Open();
        other.TryClaim(Planned("a", 0), 2).Should().BeTrue();
        worker.End("a", 1, new RunOutcome(RunState.Finished, 1)).Should().BeFalse("its run was taken over");
        other.End("a", 2, new RunOutcome(RunState.Finished, 2)).Should().BeTrue();
        var run = leader.Read().Runs.Single();
        (run.State, run.Objective, run.Attempts).Should().Be((RunState.Finished, 2, 2));
    }

    [Fact]
    public void What_a_run_is_wanted_again_after_does_not_count_any_more()
    {
        using var leader = Begin(Header(), Planned("a", 0));
        using (var worker = Open())
        {
            worker.TryClaim(Planned("a", 0), 1);
            worker.End("a", 1, new RunOutcome(RunState.Failed, Message: "no"));
        }

        leader.Note(new RunWantedAgain("a", 1));
        var run = leader.Read().Runs.Single();
        (run.State, run.Attempts, run.Message).Should().Be((RunState.Planned, 1, null));
    }

    [Fact]
    public void A_cancelled_sweep_is_cancelled_until_it_is_taken_up_again()
    {
        using var leader = Begin(Header());
        using var other = Open();
        other.Note(new SweepCancelled(leader.Read().Round));
        leader.Read().IsCancelled.Should().BeTrue();
        leader.Note(new SweepResumed(1));
        other.Read().Should().Match<SweepRecord>(s => !s.IsCancelled && s.Round == 1);
        other.Note(new SweepCancelled(0));
        other.Read().IsCancelled.Should().BeFalse("it is of the round before");
    }

    [Fact]
    public void An_extended_sweep_has_more_trials_and_seeds()
    {
        using var leader = Begin(Header(seeds: 2));
        leader.Note(new SweepExtended(9, [0, 1, 2]));
        using var other = Open();
        var header = other.Read().Header;
        header.Trials.Should().Be(9);
        header.Seeds.Should().Equal(0, 1, 2);
    }

    [Fact]
    public void One_alone_leads_and_the_next_one_is_told()
    {
        using (Begin(Header()))
        {
            using var second = Open();
            second.Invoking(s => s.Lead()).Should().Throw<SweepException>().WithMessage("*is led by another process*`attach*`cancel`*");
        }

        using var third = Open();
        third.Lead().Dispose();
    }

    [Fact]
    public void A_store_of_a_newer_version_is_refused()
    {
        using var leader = Begin(Header() with { Version = 99 });
        leader.Invoking(s => s.Read()).Should().Throw<SweepException>().WithMessage("*newer RlLab*version 99*up to 2*Use the RlLab that began it*");
    }

    [Fact]
    public void What_a_worker_does_is_known_as_long_as_it_works()
    {
        using var leader = Begin(Header(), Planned("a", 0));
        using (var worker = Open())
        {
            worker.TryClaim(Planned("a", 0), 1);
            worker.Beat(new WorkerStatus("a", new RunProgress(3, 9), "well"));
            leader.Read();
            leader.Working().Values.Should().Equal(new WorkerStatus("a", new RunProgress(3, 9), "well"));
        }

        leader.Read();
        leader.Working().Should().BeEmpty();
    }

    /// <summary>A sweep of two trials.</summary>
    /// <param name="seeds">How many seeds each setting is run with.</param>
    protected static SweepHeader Header(int seeds = 3) => new(
        "0123456789abcdef0123456789abcdef",
        "sample",
        DateTimeOffset.UnixEpoch,
        Sampler.Random,
        SamplerSeed: 7,
        ["Rate"],
        new Dictionary<string, string>(),
        Trials: 2,
        [.. Enumerable.Range(0, seeds).Select(seed => (long)seed)],
        "eval/return",
        Direction.Maximize);

    /// <summary>A run of such a sweep.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="trial">The number of its setting.</param>
    protected static RunPlanned Planned(string id, int trial) => new(id, trial, 0, new Dictionary<string, string> { ["Rate"] = "0.1" });
}
