using RlLab.Sweeps;
using RlLab.Sweeps.Postgres;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

/// <summary>Sweeps whose store is a real PostgreSQL, trained by workers that share no folder.</summary>
public sealed class PostgresTests : IDisposable
{
    private readonly string _server;
    private readonly Lab _leader = new();
    private readonly Lab[] _workers = [new(), new()];

    public PostgresTests()
    {
        var server = Environment.GetEnvironmentVariable("RLLAB_TEST_POSTGRES");
        Assert.SkipWhen(server is null, "RLLAB_TEST_POSTGRES names no server; `.ci/postgres start FOLDER` starts one.");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are killed as on Linux.");
        _server = server;
    }

    public void Dispose()
    {
        foreach (var lab in (Lab[])[_leader, .. _workers])
        {
            lab.Dispose();
        }
    }

    [Fact]
    public async Task Workers_of_other_machines_train_a_sweep_and_one_that_is_killed_costs_nothing()
    {
        var address = Begin("Pause=20", "Steps=100");
        using (var killed = HostProcess.Start(_workers[0], "worker", "--store", address))
        {
            await LabJournals.UntilAsync(() => Read(address).Runs.Any(run => run.State == RunState.Running));
            killed.Signal("KILL");
        }

        using var worker = HostProcess.Start(_workers[1], "worker", "--store", address);
        var done = await worker.EndAsync();
        done.ExitCode.Should().Be(0, done.Error);
        done.Error.Should().Contain("No tracking server is named");

        var runs = Read(address).Runs;
        runs.Should().HaveCount(4).And.OnlyContain(run => run.State == RunState.Finished);
        runs.Sum(run => run.Attempts).Should().Be(5, "one was begun again, and none was trained twice");
        var status = await _leader.RunAsync("status", address);
        status.Output.Should().Contain("of 4 runs 4 finished");
        (await _leader.RunAsync("compare", address, "--json")).Json.GetProperty("runs").GetProperty("finished").GetInt32().Should().Be(4);

        using var local = new Lab();
        await local.RunAsync("sweep", "hill-climb", "--set", "Rate=0.1", "--set", "Steps=100");
        runs.Select(run => $"{run.Trial} {run.Seed} {BitConverter.DoubleToInt64Bits(run.Objective!.Value):x}")
            .Should().Equal(local.Sweep().Runs.Select(run => $"{run.Trial} {run.Seed} {BitConverter.DoubleToInt64Bits(run.Objective!.Value):x}"));
    }

    [Fact]
    public async Task A_sweep_can_be_begun_and_taken_up_again_in_the_database()
    {
        var began = await _leader.RunAsync("sweep", "hill-climb", "--store", _server, "--set", "Rate=0.1", "--set", "Behaviour=Throw", "--json");
        began.ExitCode.Should().Be(1, began.Error);
        var address = new StoreAddress(_server).Of(began.Json.GetProperty("sweep").GetString()!);
        Read(address).Runs.Should().HaveCount(4).And.OnlyContain(run => run.State == RunState.Failed);
        (await _leader.RunAsync("retry", address, "--failed")).ExitCode.Should().Be(1);
        Read(address).Runs.Should().OnlyContain(run => run.Attempts == 2);
        (await _leader.RunAsync("cancel", address)).ExitCode.Should().Be(2, "it has ended");
    }

    [Fact]
    public async Task A_sweep_that_waits_in_the_database_can_be_cancelled()
    {
        var begun = await _leader.RunAsync("sweep", "hill-climb", "--store", _server, "--set", "Rate=0.1", "--launcher", "none", "--json");
        var address = begun.Json.GetProperty("store").GetString()!;
        (await _leader.RunAsync("cancel", address)).ExitCode.Should().Be(0);
        Read(address).IsCancelled.Should().BeTrue();
    }

    [Fact]
    public async Task A_sweep_can_be_left_to_workers_that_somebody_else_starts()
    {
        var begun = await _leader.RunAsync("sweep", "hill-climb", "--store", _server, "--set", "Rate=0.1", "--launcher", "none", "--json");
        begun.ExitCode.Should().Be(0, begun.Error);
        begun.Json.GetProperty("runsLeft").GetInt32().Should().Be(4);
        var address = begun.Json.GetProperty("store").GetString()!;
        (await _workers[0].RunAsync("worker", "--store", address)).ExitCode.Should().Be(0);
        Read(address).Runs.Should().HaveCount(4).And.OnlyContain(run => run.State == RunState.Finished);
    }

    [Fact]
    public async Task A_worker_whose_time_is_up_gives_its_run_back_and_says_that_runs_are_left()
    {
        var address = Begin("Pause=20", "Steps=100");
        using var worker = HostProcess.Start(_workers[0], "worker", "--store", address);
        await LabJournals.UntilAsync(() => Read(address).Runs.Any(run => run.State == RunState.Running));
        worker.Signal("USR1");
        (await worker.EndAsync()).ExitCode.Should().Be(WorkerExit.RunsAreLeft);
        Read(address).Runs.Should().OnlyContain(run => run.State == RunState.Planned && run.Deaths == 0);
    }

    [Fact]
    public async Task What_workers_log_is_sent_to_the_server_that_is_named()
    {
        await using var server = await Servers.EmbeddedAsync(_leader.LabFolder);
        var address = Begin();
        _workers[0].Environment["MLFLOW_TRACKING_URI"] = $"{server.Address}";
        (await _workers[0].RunAsync("worker", "--store", address)).ExitCode.Should().Be(0);
        _workers[0].Runs().Should().HaveCount(4).And.OnlyContain(run => run.Status == RunStatus.Finished);
        (await Servers.StateAsync(server, "hill-climb")).Should().Equal(Servers.StateOf(_workers[0].Runs()));
    }

    /// <summary>Begins a sweep of hill-climb, of which nothing is trained yet.</summary>
    private string Begin(params string[] set)
    {
        var (header, runs) = LabJournals.Planned(set);
        using var store = PostgresStore.Create(new StoreAddress(_server), header, runs, new PostgresStoreOptions { SpillFolder = _leader.Folder });
        return store.Address;
    }

    private static SweepRecord Read(string address)
    {
        using var store = PostgresStore.Open(new StoreAddress(address), new PostgresStoreOptions { SpillFolder = Path.GetTempPath() });
        return store.Read();
    }
}
