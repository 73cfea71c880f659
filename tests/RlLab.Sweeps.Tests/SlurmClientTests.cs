namespace RlLab.Sweeps.Tests;

public sealed class SlurmClientTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-slurm-");
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_cluster_that_says_nothing_is_waited_for_by_the_clock_that_was_given()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Slurm's commands are programs of Linux.");
        var squeue = Path.Combine(_folder.FullName, "squeue");
        File.WriteAllText(squeue, "#!/bin/sh\nexec /bin/sleep 600\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(squeue, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var slurm = new SlurmClient(new Dictionary<string, string> { ["PATH"] = _folder.FullName }, _clock);
        var ask = () => _clock.AdvanceUntilAsync(slurm.QueueAsync([1], CancellationToken.None));
        (await ask.Should().ThrowAsync<SlurmException>()).WithMessage("*said nothing for 60 seconds*");
    }
}
