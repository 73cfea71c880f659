using RlLab.Engines;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

public sealed class RunTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Trains_one_setting_with_one_seed()
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
    public async Task Without_ffmpeg_a_video_is_an_animated_png_and_the_run_says_why()
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
    public async Task A_failure_is_told_in_one_paragraph_and_fails_the_command()
    {
        var answer = await _lab.RunAsync("run", "hill-climb", "--set", "Behaviour=Throw");
        answer.ExitCode.Should().Be(1);
        answer.Output.Should().Contain("Failed: InvalidOperationException: The rope broke.").And.Contain("HillClimb.cs:").And.NotContain("   at ");
        _lab.Runs().Single().Status.Should().Be(RunStatus.Failed);
    }

    [Fact]
    public async Task As_json_it_tells_every_metric()
    {
        var metrics = (await _lab.RunAsync("run", "hill-climb", "--json")).Json.GetProperty("metrics");
        var points = _lab.Runs().Single().Metrics;
        metrics.EnumerateObject().Select(metric => metric.Name).Should().Equal("eval/height", "train/height", "train/rate");
        var height = metrics.GetProperty("train/height");
        height.GetProperty("last").GetDouble().Should().Be(points["train/height"][^1].Value);
        height.GetProperty("max").GetDouble().Should().Be(points["train/height"].Max(point => point.Value));
        (height.GetProperty("step").GetInt64(), height.GetProperty("points").GetInt32()).Should().Be((50, 50));
        height.TryGetProperty("best", out _).Should().BeFalse("only the objective has a good end");
        metrics.GetProperty("eval/height").GetProperty("best").GetDouble().Should().Be(points["eval/height"][0].Value);

        using var other = new Lab();
        var diverged = (await other.RunAsync("run", "hill-climb", "--set", "Behaviour=Diverge", "--json")).Json
            .GetProperty("metrics").GetProperty("eval/height");
        (diverged.GetProperty("last").GetString(), diverged.GetProperty("notFinite").GetInt32()).Should().Be(("NaN", 1));
    }

    [Fact]
    public async Task What_the_managed_engine_lacks_is_told_by_its_name_and_with_the_way_out()
    {
        Assert.SkipUnless(TorchEngines.Loaded.Engine == TorchEngine.Managed, "libtorch has all of torch.");
        var answer = await _lab.RunAsync("run", "hill-climb", "--set", "Behaviour=Miss");
        answer.ExitCode.Should().Be(1);
        answer.Output.Should().Contain("torch's 'fft' is not in the managed engine. Run with --engine libtorch").And.NotContain("TypeLoadException");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_experiment_that_ends_the_process_fails_its_run_and_the_command(bool json)
    {
        string[] format = json ? ["--json"] : [];
        using var host = HostProcess.Start(_lab, ["run", "hill-climb", "--set", "Behaviour=Exit", .. format]);
        var answer = await host.EndAsync();
        answer.ExitCode.Should().Be(1, answer.Error);
        answer.Error.Should().Contain("Something in the run ended the whole process in the middle of it, with exit code 0")
            .And.Contain("What was logged is kept.");
        var log = _lab.Runs().Single();
        (log.Status, log.Metrics["train/height"].Count).Should().Be((RunStatus.Failed, 25));
        log.Tags["rllab.failure"].Should().Contain("with exit code 0");
        if (json)
        {
            answer.Json.GetProperty("error").GetString().Should().Contain("with exit code 0");
        }
    }

    [Theory]
    [InlineData("Crash")]
    [InlineData("Stubborn")]
    public async Task A_run_whose_process_vanished_is_told_by_the_next_command_once(string behaviour)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as on Linux.");
        using (var host = HostProcess.Start(_lab, "run", "hill-climb", "--set", $"Behaviour={behaviour}", "--set", "Pause=20"))
        {
            if (behaviour == "Stubborn")
            {
                await LabJournals.UntilAsync(() => _lab.Runs().Any(run => run.Metrics.Count > 0));
                host.Signal("KILL");
            }

            await host.EndAsync();
        }

        var log = _lab.Runs().Single();
        log.Status.Should().Be(RunStatus.Interrupted);
        var told = $"warning: seed-0 of hill-climb (run {log.Header.Id[..8]}) was interrupted";
        (await _lab.RunAsync("sync")).Error.Should().Contain(told).And.Contain(log.Folder);
        (await _lab.RunAsync("sync")).Error.Should().NotContain("interrupted");
        await using var server = await Servers.EmbeddedAsync(_lab.LabFolder);
        var run = (await Servers.RunsAsync(server, "hill-climb")).Single();
        (run.Info.Status, run.Tag("rllab.state")).Should().Be((MlflowRunStatus.Killed, "interrupted"));
        using var pages = new HttpClient();
        (await pages.GetStringAsync($"{server.Address}runs/{run.Info.RunId}", TestContext.Current.CancellationToken))
            .Should().Contain(">interrupted<");
    }

    [Fact]
    public async Task A_run_that_ends_leaves_no_mark_of_having_been_interrupted()
    {
        await _lab.RunAsync("run", "hill-climb");
        await _lab.RunAsync("run", "hill-climb", "--set", "Behaviour=Throw");
        Directory.GetFiles(Path.Combine(_lab.LabFolder, "training")).Should().BeEmpty();
        (await _lab.RunAsync("sync")).Error.Should().NotContain("interrupted");
    }

    [Fact]
    public async Task Ctrl_c_kills_the_run_and_keeps_what_it_logged()
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
    public async Task A_folder_that_cannot_be_written_is_told_with_the_way_out()
    {
        var file = Path.Combine(_lab.Folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        _lab.Environment["RLLAB_DIRECTORY"] = Path.Combine(file, "lab");
        var answer = await _lab.RunAsync("run", "hill-climb");
        answer.ExitCode.Should().Be(1);
        answer.Error.Should().Contain("error: ").And.Contain("RLLAB_DIRECTORY").And.NotContain("   at ");
    }
}
