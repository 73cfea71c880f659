using RlLab.Journal;
using RlLab.Testing;

namespace RlLab.Sweeps.Tests;

public sealed class JournalFolderTests : SweepStoreContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-sweep-");
    private readonly ManualClock _clock = new();

    private string Journal => Path.Combine(_folder.FullName, "sweeps", "x", "journal");

    public void Dispose() => _folder.Delete(recursive: true);

    protected override ISweepStore Begin(SweepHeader header, params IReadOnlyList<RunPlanned> runs) =>
        JournalFolder.Create(Journal, header, runs, _clock);

    protected override ISweepStore Open(string? machine = null) => new JournalFolder(Journal, _clock, Lease, machine ?? Environment.MachineName);

    protected override void Pass(TimeSpan time) => _clock.Advance(time);

    [Fact]
    public void Reads_back_what_every_run_came_to()
    {
        SampleSweep.Write(Journal);
        SampleSweep.ShouldBeReadFrom(Journal);
    }

    [Theory]
    [InlineData("sweep-1.journal")]
    [InlineData("sweep-2/journal")]
    public void Reads_the_journals_of_earlier_versions(string name) =>
        SampleSweep.ShouldBeReadFrom(Path.Combine(AppContext.BaseDirectory, "Data", name));

    [Fact]
    public void Reads_journals_that_were_cut_anywhere_and_loses_nothing_before_the_cut()
    {
        SampleSweep.Write(Journal);
        var folder = Path.GetDirectoryName(Journal)!;
        foreach (var journal in (string[])[Journal, .. Directory.GetFiles(Path.Combine(folder, "workers"))])
        {
            var whole = File.ReadAllBytes(journal);
            var most = -1;
            for (var length = 0; length <= whole.Length; length++)
            {
                File.WriteAllBytes(journal, whole[..length]);
                int known;
                try
                {
                    known = SweepRecord.Read(Journal).Runs.Sum(r => r.State switch { RunState.Planned => 1, RunState.Interrupted => 2, _ => 3 });
                }
                catch (SweepException)
                {
                    known = -1;
                }

                known.Should().BeGreaterThanOrEqualTo(most, "a longer journal tells at least as much");
                most = Math.Max(most, known);
            }

            most.Should().BePositive();
        }
    }

    [Fact]
    public void Leaves_out_what_a_later_version_wrote_and_runs_whose_plan_is_lost()
    {
        using (var store = JournalFolder.Create(Journal, Samples.Header(), [Planned("a", 0)], TimeProvider.System))
        {
            store.Note(new RunStarted("lost", DateTimeOffset.UnixEpoch));
            store.End("lost", 1, new RunOutcome(RunState.Finished, 1));
        }

        using (var journal = JournalWriter.Open(Journal))
        {
            journal.Append("""{"event":"paused","run":"a"}"""u8);
        }

        var run = SweepRecord.Read(Journal).Runs.Should().ContainSingle().Subject;
        (run.Id, run.State).Should().Be(("a", RunState.Planned));
    }

    [Fact]
    public void Reads_what_a_run_is_for_and_where_it_diverged_and_writes_neither_where_there_is_nothing_to_say()
    {
        using (var store = JournalFolder.Create(Journal, Samples.Header(), [Planned("a", 0)], TimeProvider.System))
        {
            store.End("a", 1, new RunOutcome(RunState.Finished, 1));
        }

        File.ReadAllText(Journal).Should().NotContain("phase").And.NotContain("diverged");
        using (var journal = JournalWriter.Open(Journal))
        {
            journal.Append("""{"event":"planned","run":"b","trial":1,"seed":3,"parameters":{"Rate":"0.1"},"phase":"test"}"""u8);
            journal.Append("""
                {"event":"ended","run":"b","at":"2026-11-29T12:00:00+00:00","outcome":{"state":"failed","message":"Diverged","divergedAt":18200}}
                """u8);
        }

        SweepRecord.Read(Journal).Runs.Select(run => (run.Phase, run.DivergedAt)).Should().Equal((RunPhase.Tuning, null), (RunPhase.Test, 18_200));
    }

    [Fact]
    public void A_claim_whose_worker_vanished_before_it_began_the_run_is_given_back()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        Directory.CreateDirectory(ClaimFolder);
        using (var vanished = (JournalFolder)Open())
        {
            vanished.Note(new SweepCancelled(-1));
            File.WriteAllText(Path.Combine(ClaimFolder, "a-1"), vanished.Name);
        }

        using var worker = Open();
        worker.TryClaim(Planned("a", 0), 1).Should().BeFalse();
        var run = worker.Read().Runs.Single();
        (run.State, run.Attempts, run.Deaths).Should().Be((RunState.Planned, 1, 0));
        worker.TryClaim(Planned("a", 0), 2).Should().BeTrue();
    }

    [Fact]
    public void A_worker_whose_journal_was_seen_before_its_first_entry_is_not_taken_for_dead()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        using var worker = (JournalFolder)Open();
        var journal = Path.Combine(Path.GetDirectoryName(Journal)!, "workers", worker.Name + ".journal");
        Directory.CreateDirectory(Path.GetDirectoryName(journal)!);
        File.WriteAllText(journal, "");
        leader.Read();
        worker.TryClaim(Planned("a", 0), 1).Should().BeTrue();
        leader.Read().Runs.Single().State.Should().Be(RunState.Running);
    }

    [Fact]
    public void A_claim_that_names_nobody_is_given_back_after_a_lease()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        Directory.CreateDirectory(ClaimFolder);
        File.WriteAllText(Path.Combine(ClaimFolder, "a-1"), "");
        using var worker = Open();
        worker.TryClaim(Planned("a", 0), 1).Should().BeFalse();
        _clock.Advance(Lease * 0.9);
        worker.TryClaim(Planned("a", 0), 1).Should().BeFalse();
        worker.Read().Runs.Single().Attempts.Should().Be(0);
        _clock.Advance(Lease * 0.2);
        worker.TryClaim(Planned("a", 0), 1).Should().BeFalse();
        worker.Read().Runs.Single().Attempts.Should().Be(1);
        worker.TryClaim(Planned("a", 0), 2).Should().BeTrue();
    }

    [Fact]
    public void A_claim_that_its_worker_still_has_open_is_one_that_names_nobody_yet()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        using var worker = Open();
        using var winner = (JournalFolder)Open();
        winner.Beat(null);
        Directory.CreateDirectory(ClaimFolder);
        using (var claim = new FileStream(Path.Combine(ClaimFolder, "a-1"), FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            worker.TryClaim(Planned("a", 0), 1).Should().BeFalse();
            claim.Write(System.Text.Encoding.UTF8.GetBytes(winner.Name));
        }

        _clock.Advance(Lease * 1.1);
        worker.TryClaim(Planned("a", 0), 1).Should().BeFalse();
        worker.Read().Runs.Single().Attempts.Should().Be(0, "the winner goes on");
    }

    [Fact]
    public void A_worker_takes_up_a_claim_of_its_own_whose_beginning_a_full_disk_did_not_take()
    {
        using var leader = Begin(Samples.Header(), Planned("a", 0));
        using var worker = (JournalFolder)Open();
        using var other = Open();
        worker.Beat(null);
        Directory.CreateDirectory(ClaimFolder);
        File.WriteAllText(Path.Combine(ClaimFolder, "a-1"), worker.Name);
        other.TryClaim(Planned("a", 0), 1).Should().BeFalse();
        worker.TryClaim(Planned("a", 0), 1).Should().BeTrue();
        worker.TryClaim(Planned("a", 0), 1).Should().BeFalse("it has begun");
        leader.Read().Runs.Single().State.Should().Be(RunState.Running);
    }

    [Fact]
    public void Of_the_tries_of_a_first_versions_run_the_last_counts_however_many_runs_there_are()
    {
        var first = Enumerable.Range(0, 40).Select(trial => Planned($"first{trial}", trial));
        using var store = Begin(Samples.Header(seeds: 1) with { Trials = 40 }, [.. first]);
        for (var trial = 0; trial < 40; trial++)
        {
            store.End($"first{trial}", 1, new RunOutcome(RunState.Failed));
            store.Note(Planned($"second{trial}", trial));
            store.End($"second{trial}", 1, new RunOutcome(RunState.Finished, trial));
        }

        var tries = store.Read().WithLastTries().Runs;
        tries.Select(run => (run.Trial, run.State)).Should().Equal(Enumerable.Range(0, 40).Select(trial => (trial, RunState.Finished)));
    }

    private string ClaimFolder => Path.Combine(Path.GetDirectoryName(Journal)!, "claims");
}
