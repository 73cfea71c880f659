using RlLab.Engines;
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
    public async Task CtrlCMarksTheRunsKilledAndLosesNothing()
    {
        using var host = HostProcess.Start(_lab, LongSweep);
        await UntilTwoRunsTrainAsync();
        host.SignalGroup("INT");
        var answer = await host.EndAsync();
        answer.ExitCode.Should().Be(130, answer.Error);
        answer.Output.Should().Contain("No run has finished, so there is no eval/height to compare.");
        answer.Output.Should().Contain("Of 16 runs 14 have not begun, 2 were stopped.");
        _lab.Sweep().Runs.Select(run => run.State)
            .Should().Equal([RunState.Killed, RunState.Killed, .. Enumerable.Repeat(RunState.Planned, 14)]);
        _lab.Runs().Should().HaveCount(3).And.OnlyContain(run => run.Status == RunStatus.Killed);
        Workers().Should().BeEmpty();
    }

    [Fact]
    public async Task ASecondCtrlCEndsAtOnceAndLeavesWholeJournals()
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
        await LabJournals.UntilAsync(() => Workers().Count == 0);
    }

    [Fact]
    public async Task AfterKill9OfTheHostTheWorkersEndTheirRunsAndThemselves()
    {
        using var host = HostProcess.Start(_lab, LongSweep);
        await UntilTwoRunsTrainAsync();
        host.Signal("KILL");
        await LabJournals.UntilAsync(() => Workers().Count == 0);
        var sweep = _lab.Sweep();
        sweep.Runs.Take(2).Should().OnlyContain(run => run.State == RunState.Running);
        sweep.Runs.Take(2).Select(_lab.Log).Should().OnlyContain(run => run.Status == RunStatus.Killed);
    }

    [Fact]
    public async Task AFullDiskFailsTheRunsAndKeepsWhatWasLogged()
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
    public async Task ARunThatDoesNotStopIsKilledAfterItsGrace()
    {
        using var stop = new CancellationTokenSource();
        await using var launcher = new LocalLauncher(
            1,
            () => new ProgramCommand(TestHostProgram.File, []).With(WorkerCommand.ArgumentsFor(_lab.LabFolder, "", TorchEngine.Managed, 1)),
            _lab.Folder,
            TimeSpan.FromMilliseconds(300));
        var request = new RunRequest(
            SweepRequests.NewId(),
            "stubborn",
            Sweep: null,
            "hill-climb",
            0,
            0,
            "cpu",
            "eval/height",
            new Dictionary<string, string> { ["Behaviour"] = "Stubborn", ["Steps"] = "1000000", ["Pause"] = "1" },
            new Dictionary<string, string>());
        var outcome = await launcher.RunAsync(request, _ => stop.Cancel(), stop.Token);
        outcome.State.Should().Be(RunState.Killed);
        outcome.Message.Should().Contain("did not stop within");
        _lab.Runs().Single().Metrics["train/height"].Should().NotBeEmpty();
    }

    private async Task UntilTwoRunsTrainAsync() => await LabJournals.UntilAsync(() => _lab.Runs().Count(run => run.Metrics.Count > 0) == 2);

    /// <summary>The processes that still work in this lab.</summary>
    private IReadOnlyList<string> Workers() =>
    [
        .. Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Where(folder =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(_lab.LabFolder, StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }),
    ];
}
