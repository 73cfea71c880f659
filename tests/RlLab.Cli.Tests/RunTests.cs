using RlLab.Tracking;

namespace RlLab.Cli.Tests;

public sealed class RunTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task TrainsOneSettingWithOneSeed()
    {
        var answer = await _lab.RunAsync("run", "hill-climb", "--set", "Rate=0.1", "--seed", "7", "--json");
        answer.ExitCode.Should().Be(0, answer.Error);
        var log = _lab.Runs().Should().ContainSingle().Subject;
        log.Status.Should().Be(RunStatus.Finished);
        (log.Header.Seed, log.Header.ParentId, log.Parameters["Rate"]).Should().Be((7L, null, "0.1"));
        answer.Json.GetProperty("run").GetString().Should().Be(log.Header.Id);
        answer.Json.GetProperty("objective").GetDouble().Should().Be(log.Metrics["eval/height"][^1].Value);
    }

    [Fact]
    public async Task A_run_that_awaits_logs_what_one_that_does_not_logs()
    {
        (await _lab.RunAsync("run", "hill-climb")).ExitCode.Should().Be(0);
        var awaiting = await _lab.RunAsync("run", "hill-climb", "--set", "Behaviour=Await");
        awaiting.ExitCode.Should().Be(0, awaiting.Output + awaiting.Error);
        _lab.Runs().Select(run => run.Fingerprint()).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task WithoutFfmpegAVideoIsAnAnimatedPngAndTheRunSaysWhy()
    {
        _lab.Environment["PATH"] = "";
        var answer = await _lab.RunAsync("run", "hill-climb", "--set", "Film=true");
        answer.Error.Should().Contain("A video becomes animated PNG, because there is no ffmpeg on the PATH");
        var log = _lab.Runs().Single();
        log.Artifacts.Keys.Should().Contain("films/climb.png");
        log.Tags["rllab.video"].Should().Contain("no ffmpeg");
        Directory.GetFiles(log.Folder, "video-*").Should().BeEmpty("nothing is left of the writing");
        File.ReadAllBytes(RunFolder.Artifact(log.Folder, "films/climb.png"))
            .Should().StartWith([0x89, (byte)'P', (byte)'N', (byte)'G']);
    }

    [Fact]
    public async Task AFailureIsToldInOneParagraphAndFailsTheCommand()
    {
        var answer = await _lab.RunAsync("run", "hill-climb", "--set", "Behaviour=Throw");
        answer.ExitCode.Should().Be(1);
        answer.Output.Should().Contain("Failed: InvalidOperationException: The rope broke.").And.NotContain("   at ");
        _lab.Runs().Single().Status.Should().Be(RunStatus.Failed);
    }

    [Fact]
    public async Task CtrlCKillsTheRunAndKeepsWhatItLogged()
    {
        var running = _lab.RunAsync("run", "hill-climb", "--set", "Steps=100000", "--set", "Pause=1");
        await LabJournals.UntilAsync(() => _lab.Runs().Any(run => run.Metrics.Count > 0));
        await _lab.Stop.CancelAsync();
        (await running).ExitCode.Should().Be(130);
        var log = _lab.Runs().Single();
        log.Status.Should().Be(RunStatus.Killed);
        log.Metrics["train/height"].Should().NotBeEmpty();
    }

    [Fact]
    public async Task AFolderThatCannotBeWrittenIsToldWithTheWayOut()
    {
        var file = Path.Combine(_lab.Folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        _lab.Environment["RLLAB_DIRECTORY"] = Path.Combine(file, "lab");
        var answer = await _lab.RunAsync("run", "hill-climb");
        answer.ExitCode.Should().Be(1);
        answer.Error.Should().Contain("error: ").And.Contain("RLLAB_DIRECTORY").And.NotContain("   at ");
    }
}
