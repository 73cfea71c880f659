using RlLab.Cli.TestHost;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

/// <summary>A run on its own that was stopped or killed goes on.</summary>
public sealed class ResumeRunTests : IDisposable
{
    private static readonly string[] Long =
    [
        "run", "hill-climb", "--seed", "1", "--set", "Rate=0.2", "--set", "Steps=150", "--set", "Pause=1", "--set", "Behaviour=Annotate",
    ];

    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("INT", RunStatus.Killed)]
    [InlineData("TERM", RunStatus.Killed)]
    [InlineData("KILL", RunStatus.Interrupted)]
    public async Task It_comes_to_what_it_would_have_come_to_and_each_point_is_told_once(string signal, RunStatus status)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as on Linux.");
        using var whole = new Lab();
        await InAProcessAsync(whole, [.. Long.Select(argument => argument == "Pause=1" ? "Pause=0" : argument)]);
        _lab.Environment["RLLAB_CHECKPOINT_SECONDS"] = "0";
        var stopped = await StoppedAsync(signal);
        stopped.Status.Should().Be(status);

        var resumed = await InAProcessAsync(_lab, "resume", stopped.Header.Id[..8]);
        resumed.ExitCode.Should().Be(0, resumed.Error);
        var log = _lab.Runs().Should().ContainSingle("it is the same run").Subject;
        log.Status.Should().Be(RunStatus.Finished);
        log.Fingerprint().Should().Be(whole.Runs().Single().Fingerprint());
        log.Artifacts["checkpoints/last.dat"].Should().Be(whole.Runs().Single().Artifacts["checkpoints/last.dat"]);
        (await InAProcessAsync(_lab, "sync")).ExitCode.Should().Be(0);
        await using var server = await Servers.EmbeddedAsync(_lab.LabFolder);
        var (state, logged) = (await Servers.StateAsync(server, "hill-climb"), Servers.StateOf([log]));
        state.Except(logged).Concat(logged.Except(state)).Should().BeEmpty();
        state.Should().Equal(logged);
    }

    [Fact]
    public async Task Whoever_stopped_it_is_told_how_to_go_on_and_whoever_finds_it_interrupted_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as on Linux.");
        _lab.Environment[TestExperiments.Rests] = "1";
        using (var host = HostProcess.Start(_lab, Long))
        {
            await LabJournals.UntilAsync(() => _lab.Runs().Any(run => run.Metrics.Count > 0));
            host.SignalGroup("INT");
            var stopped = await host.EndAsync();
            stopped.Output.Should().MatchRegex($@"Go on: +\S+ resume {_lab.Runs().Single().Header.Id[..8]}\n", $"{stopped}");
        }

        var interrupted = await StoppedAsync("KILL");
        (await _lab.RunAsync("sync")).Error.Should().Contain($"`resume {interrupted.Header.Id[..8]}` goes on");
    }

    [Fact]
    public async Task What_cannot_go_on_is_refused_in_words()
    {
        await _lab.RunAsync("run", "hill-climb");
        var finished = _lab.Runs().Single().Header.Id[..8];
        await RefusesAsync("has trained to its end", finished);
        await _lab.RunAsync("sweep", "hill-climb", "--set", "Rate=0.1", "--seeds", "1");
        var sweep = _lab.Sweep();
        await RefusesAsync($"`resume {sweep.Header.Id[..8]}`", sweep.Runs[0].Id);

        var failed = (await _lab.RunAsync("run", "hill-climb", "--set", "Behaviour=Throw", "--json")).Json.GetProperty("run").GetString()!;
        await RefusesAsync("--parallel is for sweeps", failed, "--parallel", "1");
        (await _lab.RunAsync("resume", failed)).Output.Should().Contain("The rope broke", "an error that was mended would be passed");
        using (RunJournal.Resume(Path.Combine(_lab.LabFolder, "runs", failed), TimeProvider.System, _ => { }))
        {
            await RefusesAsync("goes on in another process", failed);
        }
    }

    private async Task RefusesAsync(string why, params string[] arguments)
    {
        var answer = await _lab.RunAsync(["resume", .. arguments]);
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().Contain(why);
        answer.Error.TrimEnd().Should().NotContain("\n");
    }

    /// <summary>A run that a signal ended in its midst.</summary>
    private async Task<RunLog> StoppedAsync(string signal)
    {
        var before = _lab.Runs().Select(run => run.Header.Id).ToList();
        _lab.Environment[TestExperiments.Rests] = "1";
        using var host = HostProcess.Start(_lab, Long);
        RunLog? Run() => _lab.Runs().FirstOrDefault(run => !before.Contains(run.Header.Id));
        await LabJournals.UntilAsync(() => Run() is { } run && run.Metrics.GetValueOrDefault("train/height")?.Count == 75);
        host.SignalGroup(signal);
        await host.EndAsync();
        _lab.Environment.Remove(TestExperiments.Rests);
        return Run()!;
    }

    /// <summary>Tests beside this one draw from torch's generator too.</summary>
    private static async Task<Answer> InAProcessAsync(Lab lab, params string[] arguments)
    {
        using var host = HostProcess.Start(lab, arguments);
        return await host.EndAsync();
    }
}
