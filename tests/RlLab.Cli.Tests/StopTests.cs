using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

/// <summary>What is left when a sweep is stopped, in the ways in which one can be.</summary>
public sealed class StopTests : IDisposable
{
    private static readonly string[] LongSweep = ["sweep", "hill-climb", "--set", "Steps=100000", "--set", "Pause=1", "--parallel", "2"];

    private readonly Lab _lab = new();

    public StopTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent and processes found as on Linux.");

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task A_hang_up_as_of_a_closed_ssh_is_a_CtrlC()
    {
        using var host = HostProcess.Start(_lab, LongSweep);
        await UntilTwoRunsTrainAsync();
        host.SignalGroup("HUP");
        (await host.EndAsync()).ExitCode.Should().Be(130);
        _lab.Runs().Should().HaveCount(3).And.OnlyContain(run => run.Status == RunStatus.Killed);
        _lab.Processes().Should().BeEmpty();
    }

    [Fact]
    public async Task A_run_that_was_started_to_outlive_its_terminal_does()
    {
        using var host = HostProcess.StartByShell(_lab, HostProcess.Immune, "run", "hill-climb", "--set", "Steps=300", "--set", "Pause=10");
        await LabJournals.UntilAsync(() => _lab.Runs().Any(run => run.Metrics.Count > 0));
        host.SignalGroup("HUP");
        (await host.EndAsync()).ExitCode.Should().Be(0);
        _lab.Runs().Single().Status.Should().Be(RunStatus.Finished);
    }

    [Fact]
    public async Task A_terminal_that_is_gone_does_not_keep_a_run_from_its_end()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "Python opens and closes the terminal.");
        const string closeTheTerminal =
            """
            import os, pty, sys, time, glob
            pid, terminal = pty.fork()
            if pid == 0:
                os.execv(sys.argv[1], sys.argv[1:])
            while not glob.glob('.rllab/training/*'):
                os.read(terminal, 1)
            time.sleep(0.3)
            os.close(terminal)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """;
        var command = new System.Diagnostics.ProcessStartInfo(
            "python3", ["-c", closeTheTerminal, TestHostProgram.File, "run", "hill-climb", "--set", "Steps=100000", "--set", "Pause=1"]);
        using var host = HostProcess.Start(_lab, command);
        (await host.EndAsync()).ExitCode.Should().Be(130);
        _lab.Runs().Single().Status.Should().Be(RunStatus.Killed);
    }

    [Fact]
    public async Task Ctrl_c_marks_the_runs_killed_and_loses_nothing()
    {
        using var host = HostProcess.Start(_lab, LongSweep);
        await UntilTwoRunsTrainAsync();
        host.SignalGroup("INT");
        var answer = await host.EndAsync();
        answer.ExitCode.Should().Be(130, answer.Error);
        answer.Error.Should().Contain("Stopping. What was logged is kept; Ctrl-C again ends everything at once.");
        answer.Output.Should().Contain("No run has come to its end, so there is no eval/height to compare.");
        answer.Output.Should().Contain("Of 16 runs: 14 not begun, 2 killed.");
        _lab.Sweep().Runs.Select(run => run.State)
            .Should().Equal([RunState.Killed, RunState.Killed, .. Enumerable.Repeat(RunState.Planned, 14)]);
        _lab.Runs().Should().HaveCount(3).And.OnlyContain(run => run.Status == RunStatus.Killed);
        _lab.Processes().Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_ctrl_c_ends_at_once_and_leaves_whole_journals()
    {
        using var host = HostProcess.Start(_lab, [.. LongSweep, "--set", "Behaviour=Stubborn"]);
        await UntilTwoRunsTrainAsync();
        host.SignalGroup("INT");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        host.HasExited.Should().BeFalse("runs are given time to stop");
        host.SignalGroup("INT");
        var answer = await host.EndAsync();
        answer.ExitCode.Should().Be(130);
        _lab.Runs().Should().HaveCount(3).And.OnlyContain(run => run.DamagedBytes == 0);
        await LabJournals.UntilAsync(() => _lab.Processes().Count == 0);
    }

    [Fact]
    public async Task After_kill9_of_the_host_the_workers_give_their_runs_back_and_end()
    {
        using var host = HostProcess.Start(_lab, LongSweep);
        await UntilTwoRunsTrainAsync();
        host.Signal("KILL");
        await LabJournals.UntilAsync(() => _lab.Processes().Count == 0);
        var sweep = _lab.Sweep();
        sweep.Runs.Should().OnlyContain(run => run.State == RunState.Planned && run.Deaths == 0);
        sweep.Runs.Select(run => run.Attempts).Should().Equal([1, 1, .. Enumerable.Repeat(0, 14)]);
        sweep.Runs.Take(2).Select(_lab.Log).Should().OnlyContain(run => run.Status == RunStatus.Killed);
    }

    [Fact]
    public async Task A_full_disk_fails_the_runs_and_keeps_what_was_logged()
    {
        using var host = HostProcess.StartOnFullDisk(
            _lab, 300, "sweep", "hill-climb", "--set", "Steps=20000", "--set", "Rate=0.1", "--set", "Width=16");
        var answer = await host.EndAsync();
        answer.ExitCode.Should().Be(1);
        (answer.Output + answer.Error).Should().Contain("The disk is full").And.Contain("are kept").And.NotContain("   at ");
        _lab.Sweep().Runs.Should().OnlyContain(run => run.State == RunState.Failed && run.Message!.Contains("disk is full"));
        (await _lab.RunAsync("sync")).ExitCode.Should().Be(0, "there is room again");
        await using var server = await Servers.EmbeddedAsync(_lab.LabFolder);
        (await Servers.StateAsync(server, "hill-climb")).Should().Equal(Servers.StateOf(_lab.Runs()));
        _lab.Sweep().Runs.Select(_lab.Log).Should().OnlyContain(run => run.Metrics["train/height"].Count > 500);
    }

    [Fact]
    public async Task A_run_that_does_not_stop_is_killed_after_its_grace()
    {
        var sweep = _lab.Plan("Behaviour=Stubborn", "Steps=1000000", "Pause=1");
        var folder = Path.GetDirectoryName(LabDirectory.SweepJournal(_lab.LabFolder, sweep.Id))!;
        using var store = new JournalFolder(Path.Combine(folder, "journal"), TimeProvider.System);
        var schedule = SweepPlans.Of(_lab.Context(TextWriter.Null, TextWriter.Null), sweep).Schedule();
        var launcher = new LocalLauncher(
            store,
            schedule,
            1,
            (_, log) => new ProgramCommand(TestHostProgram.File, []).With(WorkerCommand.ArgumentsFor(folder, 1, log)),
            _lab.Folder,
            TimeSpan.FromMilliseconds(300),
            TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var watch = new SweepWatch(1, Direction.Maximize, TimeProvider.System);
        var training = launcher.RunAsync(watch, stop.Token);
        await LabJournals.UntilAsync(() => watch.Now().StepsPerSecond > 0);
        await stop.CancelAsync();
        await training;
        var run = store.Read().Runs[0];
        run.State.Should().Be(RunState.Killed);
        run.Message.Should().Contain("did not stop within");
        _lab.Log(run).Metrics["train/height"].Should().NotBeEmpty();
    }

    private async Task UntilTwoRunsTrainAsync() => await LabJournals.UntilAsync(() => _lab.Runs().Count(run => run.Metrics.Count > 0) == 2);
}
