using RlLab.Sweeps;

namespace RlLab.Cli.Tests;

/// <summary>A sweep that a Slurm cluster has tasks for, or had, which answers or does not: its commands are a test's own.</summary>
public sealed class SlurmSilenceTests : IDisposable
{
    private const string Silent = "echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1";
    private const string NoTask = "exit 0";
    private const string OneWaits = "echo '7|0|PENDING|Resources'";

    private readonly Lab _lab = new();

    public SlurmSilenceTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The cluster's commands are shell scripts.");
        _lab.Environment["PATH"] = $"{Path.Combine(_lab.Folder, "slurm")}:/usr/bin:/bin";
    }

    private string Asked => Path.Combine(_lab.Folder, "slurm", "asked");

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(NoTask, true)]
    [InlineData(OneWaits, false)]
    [InlineData(Silent, false)]
    public async Task Status_advises_to_go_on_only_where_the_cluster_says_that_nothing_does(string queue, bool advises)
    {
        await SubmittedAsync(queue);
        var status = await _lab.RunAsync("status", "latest");
        status.ExitCode.Should().Be(0, status.Error);
        status.Output.Contains("Go on:", StringComparison.Ordinal).Should().Be(advises, status.Output);
    }

    [Fact]
    public async Task Resume_submits_nothing_beside_tasks_that_nobody_knows_of_and_leaves_the_sweep_as_it_is()
    {
        await SubmittedAsync(Silent);
        var before = _lab.Sweep().Round;
        var resumed = await _lab.RunAsync("resume", "latest");
        resumed.ExitCode.Should().Be(1);
        resumed.Error.Should().Contain("controller does not answer").And.Contain("none are submitted beside them");
        (_lab.Sweep().Round, _lab.Sweep().Submitted.Count).Should().Be((before, 1));
    }

    [Theory]
    [InlineData(OneWaits)]
    [InlineData(Silent)]
    public async Task Attach_that_leaves_a_sweep_to_the_cluster_says_how_to_come_back_and_not_to_resume(string queue)
    {
        await SubmittedAsync(queue);
        var attached = _lab.RunAsync("attach", "latest");
        await LabJournals.UntilAsync(() => File.Exists(Asked));
        await _lab.Stop.CancelAsync();
        (await attached).Output.Should().Contain("attach ").And.NotContain("Go on:");
    }

    /// <summary>A sweep with a task in the queue, of which the cluster says something.</summary>
    private async Task SubmittedAsync(string queue)
    {
        (await _lab.RunAsync("sweep", "hill-climb", "--launcher", "none")).ExitCode.Should().Be(0);
        using var store = new JournalFolder(LabDirectory.SweepJournal(_lab.LabFolder, _lab.Sweep().Header.Id), TimeProvider.System);
        store.Note(new TasksSubmitted(TasksSubmitted.Slurm, Job: 7, Tasks: 1));
        Command("squeue", $"touch '{Asked}'; {queue}");
        Command("sbatch", "echo 8");
        Command("scontrol", "echo 'MaxArraySize = 1000'");
    }

    private void Command(string name, string script)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_lab.Folder, "slurm")).FullName, name);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
