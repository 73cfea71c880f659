namespace RlLab.Sweeps.Tests;

/// <summary>A sweep with a run in every state. The frozen journals in this folder were written by it, each by the version of its time.</summary>
internal static class SampleSweep
{
    /// <summary>Writes the sweep's store. The first version had one journal, and called the third run finished.</summary>
    public static void Write(string path)
    {
        using var leader = JournalFolder.Create(
            path,
            Samples.Header() with { Version = SweepHeader.NewestVersion },
            [Planned("a", 0), Planned("b", 0), Planned("c", 1), Planned("d", 1), Planned("e", 2), Planned("f", 2)],
            TimeProvider.System);
        using var worker = new JournalFolder(path, TimeProvider.System);
        using var other = new JournalFolder(path, TimeProvider.System);
        worker.TryClaim(Planned("a", 0), 1);
        other.TryClaim(Planned("b", 0), 1);
        worker.End("a", 1, new RunOutcome(RunState.Finished, 0.1 + 0.2));
        other.End("b", 1, new RunOutcome(RunState.Failed, Message: "out of memory"));
        worker.TryClaim(Planned("c", 1), 1);
        worker.End("c", 1, new RunOutcome(RunState.NotComparable, double.NaN));
        other.TryClaim(Planned("d", 1), 1);
        worker.TryClaim(Planned("f", 2), 1);
        worker.End("f", 1, new RunOutcome(RunState.Killed, 7, "It was stopped."));
    }

    /// <summary>Holds what was read against what was written.</summary>
    public static void ShouldBeReadFrom(string path)
    {
        var sweep = SweepRecord.Read(path);
        (sweep.Header with { Version = null }).Should().BeEquivalentTo(Samples.Header());
        sweep.Runs.Select(r => (r.Id, r.Trial, r.State, r.Objective, r.Message)).Should().Equal(
            ("a", 0, RunState.Finished, 0.1 + 0.2, null),
            ("b", 0, RunState.Failed, null, "out of memory"),
            ("c", 1, RunState.NotComparable, double.NaN, null),
            ("d", 1, RunState.Interrupted, null, null),
            ("e", 2, RunState.Planned, null, null),
            ("f", 2, RunState.Killed, 7, "It was stopped."));
        sweep.Runs.Should().OnlyContain(r => r.Parameters.Count == 1 && r.Parameters["Rate"] == "0.1");
    }

    private static RunPlanned Planned(string id, int trial) =>
        new(id, trial, 0, new Dictionary<string, string> { ["Rate"] = "0.1" });
}
