using RlLab.Journal;

namespace RlLab.Tracking.Tests.Recording;

/// <summary>A run's record on the disk itself: what is promised is asked of the journal, which has tests of its own.</summary>
public sealed class RunDurabilityTests : IDisposable
{
    private static readonly RunHeader Header = new("0123456789abcdef0123456789abcdef", "cartpole", "trial 1", StepClock.Start);

    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData(JournalDurability.AtFlush)]
    [InlineData(JournalDurability.EverySecond)]
    [InlineData(JournalDurability.EveryAppend)]
    public void Files_are_flushed_with_the_checkpoint_and_the_end_and_one_that_is_gone_is_no_matter(JournalDurability durability)
    {
        using (var run = RunJournal.Create(_runs.Path, Header, new StepClock(), durability))
        {
            run.LogArtifact("checkpoints/last.dat", stream => stream.WriteByte(1));
            run.LogArtifact("note.md", stream => stream.WriteByte(2));
            File.Delete(RunFolder.Artifact(run.Folder, "note.md"));
            run.Flush();
            run.LogMetric("loss", 1, 1);
            run.End(RunStatus.Finished);
        }

        RunLog.Read(_runs.File(Header.Id)).Status.Should().Be(RunStatus.Finished);
    }

    [Fact]
    public void A_file_that_the_disk_does_not_keep_fails_the_flush_by_name()
    {
        Assert.SkipWhen(Environment.UserName == "root", "Whoever may everything is refused nothing.");
        using var run = RunJournal.Create(_runs.Path, Header, new StepClock());
        run.LogArtifact("note.md", stream => stream.WriteByte(2));
        File.SetAttributes(RunFolder.Artifact(run.Folder, "note.md"), FileAttributes.ReadOnly);

        run.Invoking(r => r.Flush()).Should().Throw<JournalException>().WithMessage("*note.md*");
    }

    [Fact]
    public void A_file_that_failed_a_flush_is_asked_for_by_the_next()
    {
        using var run = RunJournal.Create(_runs.Path, Header, new StepClock());
        run.LogArtifact("note.md", stream => stream.WriteByte(2));
        var file = RunFolder.Artifact(run.Folder, "note.md");
        File.Delete(file);
        Directory.CreateDirectory(file);
        run.Invoking(r => r.Flush()).Should().Throw<JournalException>();

        run.Invoking(r => r.Flush()).Should().Throw<JournalException>("it is not on the disk yet").WithMessage("*note.md*");

        Directory.Delete(file);
        run.Invoking(r => r.Flush()).Should().NotThrow();
    }
}
