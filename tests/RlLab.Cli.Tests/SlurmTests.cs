using RlLab.Sweeps;
using RlLab.Sweeps.Postgres;

namespace RlLab.Cli.Tests;

/// <summary>Sweeps on a Slurm cluster: its daemons are real, and are killed.</summary>
public sealed class SlurmTests : IDisposable
{
    private static readonly string[] Small = ["sweep", "hill-climb", "--sampler", "random", "--seeds", "3", "--trials", "1"];
    private static readonly string[] Sweep = [.. Small[..^1], "4"];
    private static readonly string[] Slow = ["--set", "Pause=30", "--set", "Steps=100"];
    private static readonly string[] Slower = ["--set", "Pause=60", "--set", "Steps=100"];

    private readonly SlurmCluster _cluster = new();
    private readonly Lab _lab = new();

    public SlurmTests() => _cluster.AddTo(_lab);

    private IReadOnlyList<RunRecord> Runs => _lab.Sweep().Runs;

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Nothing_is_lost_or_trained_twice_while_a_worker_a_node_and_the_controller_are_killed()
    {
        var submitted = await _lab.RunAsync([.. Sweep, .. Slower, "--launcher", "slurm", "--parallel", "4"]);
        submitted.ExitCode.Should().Be(0, submitted.Error);
        submitted.Output.Should().Contain("Slurm has 4 tasks for it");
        await LabJournals.UntilAsync(() => Runs.Count(run => run.State == RunState.Running) == 4);

        var killed = Runs.First(run => run.State == RunState.Running);
        await _cluster.RunAsync("kill", "-KILL", killed.Worker!.Split('-')[^2]);
        await _cluster.KillAsync("slurmd-one");
        await _cluster.MendAsync();
        await _cluster.KillAsync("slurmctld");
        var status = await _lab.RunAsync("status", "latest");
        status.Error.Should().Contain("controller does not answer").And.Contain("What follows is what the sweep's store says");
        status.Output.Should().Contain("of 12 runs").And.Contain(" running");
        await _cluster.KillAsync("slurmd-two");
        await _cluster.MendAsync();

        (await _lab.RunAsync("attach", "latest")).ExitCode.Should().Be(0);
        Runs.Should().HaveCount(12).And.OnlyContain(run => run.State == RunState.Finished);
        Runs.Where(run => run.Id != killed.Id).Should().OnlyContain(run => run.Attempts == 1);
        var again = Runs.Single(run => run.Id == killed.Id);
        (again.Attempts, again.Deaths).Should().Be((2, 1));
        await ShouldBeAsOfOneMachineAsync(Sweep);
    }

    [Fact]
    public async Task A_task_whose_time_is_nearly_up_gives_its_run_back_is_requeued_and_goes_on_to_the_bit()
    {
        await _lab.RunAsync([.. Small, .. Slow, "--launcher", "slurm", "--parallel", "1"]);
        await LabJournals.UntilAsync(() => Runs.Any(run => run.State == RunState.Running));
        var stopped = Runs.Single(run => run.State == RunState.Running).Id;
        await _cluster.RunAsync("scancel", "--batch", "--signal=USR1", $"{Job()}");
        await LabJournals.UntilAsync(() => Runs.All(run => run.State == RunState.Finished));
        var run = Runs.Single(run => run.Id == stopped);
        (run.Attempts, run.Deaths).Should().Be((2, 0));
        (await _cluster.RunAsync("scontrol", "show", "job", $"{Job()}")).Should().Contain("Restarts=1");
        await ShouldBeAsOfOneMachineAsync(Small);
    }

    [Fact]
    public async Task With_the_store_in_a_database_nothing_is_lost_or_trained_twice_while_a_worker_is_killed_and_another_asked_to_go()
    {
        var server = Environment.GetEnvironmentVariable("RLLAB_TEST_POSTGRES");
        Assert.SkipWhen(server is null, "RLLAB_TEST_POSTGRES names no server; `.ci/postgres start FOLDER` starts one.");
        var submitted = await _lab.RunAsync([.. Sweep, .. Slow, "--store", server, "--launcher", "slurm", "--parallel", "2", "--json"]);
        submitted.ExitCode.Should().Be(0, submitted.Error);
        var address = new StoreAddress(server).Of(submitted.Json.GetProperty("sweep").GetString()!);
        await LabJournals.UntilAsync(() => Running().Length == 2);

        var (killed, stopped) = (Running()[0], Running()[1]);
        await _cluster.RunAsync("kill", "-KILL", killed.Worker!.Split('-')[^2]);
        await _cluster.RunAsync("kill", "-USR1", stopped.Worker!.Split('-')[^2]);
        var attached = await _lab.RunAsync("attach", address);
        attached.ExitCode.Should().Be(0, attached.Error);
        attached.Output.Should().Contain("eval/height: interquartile mean");

        var runs = Read().Runs;
        runs.Should().HaveCount(12).And.OnlyContain(run => run.State == RunState.Finished);
        runs.Single(run => run.Id == killed.Id).Should().Match<RunRecord>(run => run.Attempts == 2 && run.Deaths == 1);
        runs.Single(run => run.Id == stopped.Id).Should().Match<RunRecord>(run => run.Attempts == 2 && run.Deaths == 0);
        runs.Where(run => run.Id != killed.Id && run.Id != stopped.Id).Should().OnlyContain(run => run.Attempts == 1);
        using var local = new Lab();
        await local.RunAsync([.. Sweep, "--set", "Steps=100"]);
        runs.Select(run => (run.Trial, run.Seed, run.Objective)).Should().Equal(
            local.Sweep().Runs.Select(run => (run.Trial, run.Seed, run.Objective)), "to the bit");

        SweepRecord Read()
        {
            using var store = PostgresStore.Open(new StoreAddress(address), new PostgresStoreOptions { SpillFolder = _lab.Folder });
            return store.Read();
        }

        RunRecord[] Running() => [.. Read().Runs.Where(run => run.State == RunState.Running)];
    }

    [Fact]
    public async Task Cancel_empties_the_queue_and_resume_submits_what_is_left_in_arrays_of_the_size_that_the_cluster_takes()
    {
        await _lab.RunAsync([.. Sweep, .. Slow, "--launcher", "slurm"]);
        _lab.Sweep().Submitted.Select(array => array.Tasks).Should().Equal([6, 6], "an array of this cluster has 8 tasks at most");
        await LabJournals.UntilAsync(() => Runs.Any(run => run.State == RunState.Running));
        (await _lab.RunAsync("cancel", "latest")).ExitCode.Should().Be(0);
        await LabJournals.UntilAsync(() => Runs.All(run => run.State != RunState.Running));
        Runs.Should().Contain(run => run.State == RunState.Killed).And.NotContain(run => run.State == RunState.Interrupted);
        await LabJournals.UntilAsync(() => Queue().Result.Length == 0);

        var resumed = await _lab.RunAsync("resume", "latest", "--parallel", "3", "--json");
        resumed.ExitCode.Should().Be(0, resumed.Error);
        resumed.Json.GetProperty("tasks").GetInt32().Should().Be(3);
        (await _lab.RunAsync("resume", "latest", "--parallel", "3")).Output.Should().Contain("Slurm still has 3 tasks for it, and needs no more");
        await LabJournals.UntilAsync(() => Runs.All(run => run.State == RunState.Finished));
        await ShouldBeAsOfOneMachineAsync(Sweep);
    }

    [Theory]
    [InlineData("partition = 'nowhere'", "no partition 'nowhere' that is open to you. It has: main. Set slurm.partition in [slurm] of rllab.toml")]
    [InlineData("account = 'nobody'", "Slurm refuses the account 'nobody': there is none, or it is not yours in this partition. Yours are: ")]
    [InlineData("gres = 'gpu:1'", "Invalid generic resource (gres) specification")]
    [InlineData("memory = '900T'", "no node for what a task asks for (--cpus-per-task=1 --mem=900T): sbatch says 'allocation failure: Requested")]
    [InlineData("options.nonsense = true", "unrecognized option '--nonsense'")]
    public async Task What_the_cluster_would_not_take_is_told_before_anything_is_begun(string toml, string message)
    {
        _lab.Write($"[slurm]\n{toml}");
        var refused = await _lab.RunAsync([.. Sweep, "--launcher", "slurm"]);
        refused.ExitCode.Should().Be(2);
        refused.Error.Should().StartWith("error: ").And.Contain(message);
        refused.Error.TrimEnd().Should().NotContain("\n", "it is one paragraph");
        Directory.Exists(Path.Combine(_lab.LabFolder, "sweeps")).Should().BeFalse();
    }

    [Fact]
    public async Task Setup_runs_before_a_worker_and_a_task_whose_setup_fails_is_told_of()
    {
        _lab.Write("[slurm]\nsetup = ['echo prepared', 'exit 3']\ntime = '10'\noptions.comment = 'two words'");
        await _lab.RunAsync([.. Sweep, "--launcher", "slurm", "--parallel", "1"]);
        var status = "";
        await LabJournals.UntilAsync(
            () => (status = _lab.RunAsync("status", "latest").Result.Output).Contains("1 ended with FAILED", StringComparison.Ordinal),
            seen: () => $"{status}\n{_cluster.RunAsync("squeue", "--all").Result}\n{_cluster.RunAsync("sinfo", "--list-reasons").Result}");
        var log = Directory.GetFiles(Directory.GetDirectories(Path.Combine(_lab.LabFolder, "sweeps")).Single(), "slurm-*.log").Single();
        (await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken)).Should().Be("prepared\n");
        (await _cluster.RunAsync("scontrol", "show", "job", $"{Job()}")).Should().Contain("Comment=two words").And.Contain("TimeLimit=00:10:00");
        (await _lab.RunAsync("attach", "latest")).Output.Should().Contain("Go on:", "no task is left that could train");
    }

    private long Job() => _lab.Sweep().Submitted[^1].Job;

    private Task<string> Queue() => _cluster.RunAsync("squeue", "--noheader", $"--name=rllab-{_lab.Sweep().Header.Id[..8]}");

    /// <summary>Every run is to the bit what the same sweep makes on one machine.</summary>
    private async Task ShouldBeAsOfOneMachineAsync(string[] sweep)
    {
        using var local = new Lab();
        await local.RunAsync([.. sweep, "--set", "Steps=100"]);
        Logged(_lab).Should().HaveCountGreaterThan(0).And.Equal(Logged(local));

        static IEnumerable<string> Logged(Lab lab) => lab.Sweep().Runs.Select(run => $"{run.Trial} {run.Seed}\n{lab.Log(run).Fingerprint()}").Order();
    }
}
