using System.Diagnostics;

namespace RlLab.Sweeps.Tests;

public sealed class SlurmOptionsTests
{
    [Fact]
    public void Everything_that_is_asked_for_is_told_to_sbatch() => new SlurmOptions
    {
        Partition = "gpu", Account = "lab", Qos = "long", Gres = "gpu:1", Cpus = 4, Memory = "16G", Time = "1-00:00:00",
        Options = new Dictionary<string, string?> { ["constraint"] = "a100", ["exclusive"] = null },
    }.Arguments.Should().Equal(
        "--partition=gpu", "--account=lab", "--qos=long", "--gres=gpu:1", "--cpus-per-task=4", "--mem=16G", "--time=1-00:00:00",
        "--constraint=a100", "--exclusive");

    [Theory]
    [InlineData("5")]
    [InlineData("05:00")]
    [InlineData("0:05:00")]
    [InlineData("12:00:00")]
    [InlineData("0-01")]
    [InlineData("2-12:30")]
    public void Times_are_as_Slurm_writes_them(string time) => new SlurmOptions { Time = time }.Time.Should().Be(time);

    [Theory]
    [InlineData("4")]
    [InlineData("0:04:59")]
    [InlineData("0-00:02")]
    public void A_time_in_which_nothing_can_be_done_is_refused(string time) => FluentActions.Invoking(() => new SlurmOptions { Time = time })
        .Should().Throw<SweepException>().WithMessage($"slurm.time cannot be '{time}': a task is told of its end 2 minutes before*");

    [Fact]
    public void What_cannot_work_is_refused_by_its_key()
    {
        Refused(() => new SlurmOptions { Cpus = 0 }, "slurm.cpus cannot be '0'");
        Refused(() => new SlurmOptions { Memory = "4 GB" }, "slurm.memory cannot be '4 GB'");
        Refused(() => new SlurmOptions { Partition = " " }, "slurm.partition cannot be ' '");
        Refused(() => new SlurmOptions { Time = "1h" }, "slurm.time cannot be '1h'");
        Refused(() => Other("array"), "slurm.options.array cannot be set: RlLab chooses the tasks");
        Refused(() => Other("mem"), "slurm.options.mem has a key of its own: write slurm.memory");
        Refused(() => Other("--exclusive"), "slurm.options.--exclusive is no option of sbatch");

        static SlurmOptions Other(string name) => new() { Options = new Dictionary<string, string?> { [name] = null } };
        static void Refused(Func<SlurmOptions> make, string message) =>
            make.Should().Throw<SweepException>().Which.Message.Should().StartWith(message).And.NotContain("\n");
    }

    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(8, new[] { 8 })]
    [InlineData(9, new[] { 5, 4 })]
    [InlineData(26, new[] { 7, 7, 6, 6 })]
    public void Tasks_are_split_at_the_largest_array(int tasks, int[] sizes) => SlurmLauncher.ArraySizes(tasks, 8).Should().Equal(sizes);

    [Theory]
    [InlineData("exit 0", "nothing", 0, 1)]
    [InlineData("exit 3", "nothing", 3, 1)]
    [InlineData("[ $(wc -l < starts) = 3 ] || exit 75", "nothing", 0, 3)]
    [InlineData("[ $(wc -l < starts) = 3 ] || kill -KILL $$", "nothing", 0, 3)]
    [InlineData("kill -TERM $$", "nothing", 143, 1)]
    [InlineData("trap 'exit 75' USR1; kill -USR1 $PPID; sleep 10 & wait", "requeued 12", 0, 1)]
    [InlineData("trap 'exit 0' USR1; kill -USR1 $PPID; sleep 10 & wait", "nothing", 0, 1)]
    [InlineData("kill -USR1 $PPID; sleep 10", "requeued 12", 0, 1)]
    public async Task A_task_goes_on_as_its_worker_ends(string worker, string requeued, int exitCode, int starts)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script is for Linux.");
        var folder = Directory.CreateTempSubdirectory("rllab-task-").FullName;
        var script = SlurmScript.Of(new SlurmOptions(), ["bash", "-c", $"echo it\\'s >> starts; {worker}"]);
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = folder };
        start.Environment["BASH_FUNC_scontrol%%"] = "() { echo requeued $2 > requeued; }";
        start.Environment["SLURM_JOB_ID"] = "12";
        using var task = Process.Start(start)!;
        await task.WaitForExitAsync(TestContext.Current.CancellationToken);

        task.ExitCode.Should().Be(exitCode);
        (await File.ReadAllLinesAsync(Path.Combine(folder, "starts"), TestContext.Current.CancellationToken)).Should().HaveCount(starts);
        var file = Path.Combine(folder, "requeued");
        (File.Exists(file) ? (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim() : "nothing").Should().Be(requeued);
        Directory.Delete(folder, recursive: true);
    }
}
