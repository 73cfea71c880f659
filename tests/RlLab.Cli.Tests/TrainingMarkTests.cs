namespace RlLab.Cli.Tests;

/// <summary>The file that tells of a run whose process vanished.</summary>
public sealed class TrainingMarkTests : IDisposable
{
    private readonly DirectoryInfo _lab = Directory.CreateTempSubdirectory("rllab-mark-");

    [Fact]
    public void A_spare_serves_one_run_after_the_other()
    {
        using (var spare = new TrainingMark.Spare(_lab.FullName))
        {
            TrainBeside(spare, "a");
            Marks().Should().ContainSingle().Which.Should().NotBe("a", "that run has ended");
            TrainBeside(spare, "b");
        }

        Marks().Should().BeEmpty();
    }

    [Fact]
    public void A_spare_that_another_command_removed_is_made_anew()
    {
        using var spare = new TrainingMark.Spare(_lab.FullName);
        TrainBeside(spare, "a");
        TrainingMark.TakeInterrupted(_lab.FullName).Should().BeEmpty();
        Marks().Should().BeEmpty("a spare is no run's");
        TrainBeside(spare, "b");
    }

    [Fact]
    public void A_mark_that_its_host_removed_is_none_afterwards()
    {
        using var spare = new TrainingMark.Spare(_lab.FullName);
        using (TrainingMark.Set(_lab.FullName, "a", spare))
        {
            TrainingMark.Remove(_lab.FullName, "a");
        }

        Marks().Should().BeEmpty();
    }

    public void Dispose() => _lab.Delete(recursive: true);

    private void TrainBeside(TrainingMark.Spare spare, string run)
    {
        using (TrainingMark.Set(_lab.FullName, run, spare))
        {
            Marks().Should().Equal(run);
        }

        Marks().Should().NotContain(run);
    }

    private IEnumerable<string?> Marks() => Directory.GetFiles(Path.Combine(_lab.FullName, "training")).Select(Path.GetFileName);
}
