namespace RlLab.Sweeps.Tests;

public sealed class SweepStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-sweep-");

    private string Journal => Path.Combine(_folder.FullName, "sweeps", "x", "journal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ReadsBackWhatEveryRunCameTo()
    {
        WriteSweep();
        var sweep = SweepRecord.Read(Journal);
        sweep.Header.Should().BeEquivalentTo(Samples.Header());
        sweep.Runs.Select(r => (r.Id, r.Trial, r.State, r.Objective, r.Message)).Should().Equal(
            ("a", 0, RunState.Finished, 0.1 + 0.2, null),
            ("b", 0, RunState.Failed, null, "out of memory"),
            ("c", 1, RunState.Finished, double.NaN, null),
            ("d", 1, RunState.Running, null, null),
            ("e", 2, RunState.Planned, null, null));
        sweep.Runs[0].Parameters.Should().Equal(new Dictionary<string, string> { ["Rate"] = "0.1" });
    }

    [Fact]
    public void ReadsWhatIsThereWhileTheSweepIsGoing()
    {
        using var store = SweepStore.Create(Journal, Samples.Header(), [Planned("a", 0)], TimeProvider.System);
        SweepRecord.Read(Journal).Runs.Single().State.Should().Be(RunState.Planned);
        store.Started("a");
        SweepRecord.Read(Journal).Runs.Single().State.Should().Be(RunState.Running);
    }

    [Fact]
    public void ReadsAJournalThatWasCutAnywhere()
    {
        WriteSweep();
        var whole = File.ReadAllBytes(Journal);
        var most = -1;
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Journal, whole[..length]);
            int known;
            try
            {
                known = SweepRecord.Read(Journal).Runs.Sum(r => 1 + (int)r.State);
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

    private void WriteSweep()
    {
        using var store = SweepStore.Create(
            Journal, Samples.Header(), [Planned("a", 0), Planned("b", 0), Planned("c", 1), Planned("d", 1), Planned("e", 2)], TimeProvider.System);
        store.Started("a");
        store.Started("b");
        store.Ended("a", new RunOutcome(RunState.Finished, 0.1 + 0.2));
        store.Ended("b", new RunOutcome(RunState.Failed, Message: "out of memory"));
        store.Started("c");
        store.Ended("c", new RunOutcome(RunState.Finished, double.NaN));
        store.Started("d");
    }

    private static RunPlanned Planned(string id, int trial) => new(id, trial, 0, new Dictionary<string, string> { ["Rate"] = "0.1" });
}
