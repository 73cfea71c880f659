using RlLab.Journal;

namespace RlLab.Sweeps.Tests;

public sealed class SweepStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-sweep-");

    private string Journal => Path.Combine(_folder.FullName, "sweeps", "x", "journal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Reads_back_what_every_run_came_to()
    {
        SampleSweep.Write(Journal);
        SampleSweep.ShouldBeReadFrom(Journal);
    }

    [Theory]
    [InlineData("sweep-1.journal")]
    public void Reads_the_journals_of_earlier_versions(string name) =>
        SampleSweep.ShouldBeReadFrom(Path.Combine(AppContext.BaseDirectory, "Data", name));

    [Fact]
    public void Reads_what_is_there_while_the_sweep_is_going()
    {
        using var store = SweepStore.Create(Journal, Samples.Header(), [Planned("a", 0)], TimeProvider.System);
        SweepRecord.Read(Journal).Runs.Single().State.Should().Be(RunState.Planned);
        store.Started("a");
        SweepRecord.Read(Journal).Runs.Single().State.Should().Be(RunState.Running);
    }

    [Fact]
    public void Reads_a_journal_that_was_cut_anywhere()
    {
        SampleSweep.Write(Journal);
        var whole = File.ReadAllBytes(Journal);
        var most = -1;
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Journal, whole[..length]);
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

    [Fact]
    public void Leaves_out_what_a_later_version_wrote_and_runs_whose_plan_is_lost()
    {
        using (var store = SweepStore.Create(Journal, Samples.Header(), [Planned("a", 0)], TimeProvider.System))
        {
            store.Started("lost");
            store.Ended("lost", new RunOutcome(RunState.Finished, 1));
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
        using (var store = SweepStore.Create(Journal, Samples.Header(), [Planned("a", 0)], TimeProvider.System))
        {
            store.Ended("a", new RunOutcome(RunState.Finished, 1));
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

    private static RunPlanned Planned(string id, int trial) => new(id, trial, 0, new Dictionary<string, string> { ["Rate"] = "0.1" });
}
