using RlLab.Cli.TestHost;
using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

/// <summary>A sweep that was stopped, went wrong or was too small goes on.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly string[] Small = ["sweep", "hill-climb", "--set", "Rate=0.1"];

    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task After_a_stop_resume_trains_what_is_missing_and_nothing_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as on Linux.");
        _lab.Environment[TestExperiments.Rests] = "1";
        using (var host = HostProcess.Start(_lab, [.. Small, "--parallel", "1"]))
        {
            await LabJournals.UntilAsync(IsARunResting);
            host.SignalGroup("INT");
            var stopped = await host.EndAsync();
            stopped.ExitCode.Should().Be(130);
            stopped.Output.Should().MatchRegex($@"Go on: +\S+ resume {_lab.Sweep().Header.Id[..8]}\n");
        }

        var finished = Runs().Where(run => run.State == RunState.Finished).ToList();
        Runs().Should().Contain(run => run.State == RunState.Killed);
        var answer = await _lab.RunAsync("resume", "latest");
        answer.ExitCode.Should().Be(0, answer.Error);
        answer.Output.Should().NotContain("Go on:");
        Runs().Should().HaveCount(4).And.OnlyContain(run => run.State == RunState.Finished);
        Runs().Where(run => run.Attempts == 1 && finished.Any(f => f.Id == run.Id)).Should().BeEquivalentTo(finished);
        _lab.Runs().Should().HaveCount(5).And.OnlyContain(run => run.Status == RunStatus.Finished, "the sweep's own run goes on too");
        (await _lab.RunAsync("sync")).ExitCode.Should().Be(0);
        await using var server = await Servers.EmbeddedAsync(_lab.LabFolder);
        (await Servers.StateAsync(server, "hill-climb")).Should().Equal(Servers.StateOf(_lab.Runs()), "each point is told once");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("KILL")]
    public async Task How_long_a_run_took_is_the_time_of_all_its_attempts(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as on Linux.");
        _lab.Environment["RLLAB_CHECKPOINT_SECONDS"] = "0";
        _lab.Environment[TestExperiments.Rests] = "1";
        using (var host = HostProcess.Start(_lab, [.. Small, "--set", "Pause=40", "--set", "Width=16", "--parallel", "1"]))
        {
            await LabJournals.UntilAsync(IsARunResting);
            host.SignalGroup(signal);
            await host.EndAsync();
        }

        var before = _lab.Log(Runs()[1]);
        (await _lab.RunAsync("resume", "latest")).ExitCode.Should().Be(0);
        var run = Runs()[1];
        run.Should().Match<RunRecord>(r => r.State == RunState.Finished && r.Attempts == 2);
        var whole = _lab.Log(run);
        var again = DateTimeOffset.FromUnixTimeMilliseconds(whole.Metrics["train/height"][before.Metrics["train/height"].Count].Time);
        run.Duration.Should().BeGreaterThan(before.Trained + (whole.EndTime!.Value - again) - TimeSpan.FromMilliseconds(1));
        (whole.LastTime - whole.Header.StartTime).Should().BeGreaterThan(whole.Trained, "the time between attempts is not its own");
        RunTimes.Read(Path.GetDirectoryName(JournalOf(_lab.Sweep().Header))!).Should().BeEquivalentTo(Runs().Select(r => r.Duration!.Value));
        (await _lab.RunAsync("status", "latest", "--json")).Json.GetProperty("secondsPerRun").GetDouble()
            .Should().BeApproximately(Runs().Average(r => r.Duration!.Value.TotalSeconds), 1e-6);
    }

    [Fact]
    public async Task A_sweep_that_has_ended_is_not_cancelled()
    {
        await _lab.RunAsync(Small);
        var answer = await _lab.RunAsync("cancel", "latest");
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().Contain("has ended");
        var status = (await _lab.RunAsync("status", "latest", "--json")).Json;
        status.GetProperty("isCancelled").GetBoolean().Should().BeFalse();
        status.GetProperty("runs").EnumerateObject().Should().HaveCount(Enum.GetValues<RunState>().Length, "every state is told, as by `compare`");
    }

    [Fact]
    public async Task A_sweep_that_lacks_nothing_trains_nothing()
    {
        await _lab.RunAsync(Small);
        var before = Runs();
        var answer = await _lab.RunAsync("resume", "latest", "--json");
        answer.ExitCode.Should().Be(0, answer.Error);
        answer.Json.GetProperty("runs").GetProperty("finished").GetInt32().Should().Be(4);
        Runs().Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Resume_leaves_what_failed_by_its_own_error_and_retry_trains_it_again()
    {
        await _lab.RunAsync([.. Small, "--set", "Behaviour=Throw"]);
        (await _lab.RunAsync("resume", "latest")).ExitCode.Should().Be(1);
        Runs().Should().OnlyContain(run => run.State == RunState.Failed && run.Attempts == 1);
        (await _lab.RunAsync("retry", "latest", "--failed")).ExitCode.Should().Be(1);
        Runs().Should().OnlyContain(run => run.State == RunState.Failed && run.Attempts == 2);
    }

    [Fact]
    public async Task A_run_whose_process_dies_is_begun_again_as_often_as_is_said_and_by_resume()
    {
        string[] dying = ["--set", "Behaviour=Abort", "--set", "Width=16"];
        var answer = await _lab.RunAsync([.. Small, .. dying, "--retries", "2"]);
        answer.Error.Should().Contain("trial-0 seed-1: attempt 2 of 3, after its process ended with exit code 77 in the middle of the run.")
            .And.Contain("trial-0 seed-1: attempt 3 of 3, after its process").And.NotContain("attempt 4");
        answer.Output.Should().Contain($"Try again:    lab -- retry {_lab.Sweep().Header.Id[..8]} --failed\n");
        answer.Error.Should().NotContain("interrupted", "each death is told once");
        Runs().Select(run => (run.State, run.Attempts)).Should().Equal((RunState.Finished, 1), (RunState.Failed, 3));
        await _lab.RunAsync("resume", "latest", "--retries", "0");
        Runs().Select(run => run.Attempts).Should().Equal(1, 4);
    }

    [Fact]
    public async Task An_extended_sweep_is_the_one_that_it_would_have_been()
    {
        await _lab.RunAsync([.. Small, "--seeds", "1"]);
        (await _lab.RunAsync("extend", "latest", "--seeds", "1")).ExitCode.Should().Be(0);
        using var whole = new Lab();
        await whole.RunAsync([.. Small, "--seeds", "2"]);
        Logs(_lab).Should().Equal(Logs(whole));

        using var random = new Lab();
        await random.RunAsync("sweep", "hill-climb", "--sampler", "random", "--trials", "2", "--seeds", "1");
        (await random.RunAsync("extend", "latest", "--trials", "1")).ExitCode.Should().Be(0);
        using var three = new Lab();
        await three.RunAsync("sweep", "hill-climb", "--sampler", "random", "--trials", "3", "--seeds", "1");
        Logs(random).Should().Equal(Logs(three)).And.HaveCount(3);
    }

    [Fact]
    public async Task Another_space_or_code_is_refused_with_the_difference_unless_it_is_accepted()
    {
        var header = _lab.Plan();
        using (var store = new JournalFolder(JournalOf(header), TimeProvider.System))
        {
            var other = new Dictionary<string, string>(header.Identity!.Code) { ["RlLab.Cli.TestHost"] = "0" };
            store.Note(new SweepResumed(1)
            {
                Identity = header.Identity with
                {
                    Space = new Dictionary<string, string> { ["Width"] = "16, 64" },
                    Code = other,
                    Commit = "0123456+",
                },
            });
        }

        var refused = await _lab.RunAsync("resume", "latest");
        refused.ExitCode.Should().Be(2);
        refused.Error.Should().Contain("Width: 16, 64 then, one of 16, 32 now; the code of RlLab.Cli.TestHost").And.Contain("--accept-changes");
        refused.Error.TrimEnd().Should().NotContain("\n");
        Runs().Should().OnlyContain(run => run.State == RunState.Planned);
        (await _lab.RunAsync("resume", "latest", "--accept-changes")).ExitCode.Should().Be(0);
        (await _lab.RunAsync("resume", "latest")).ExitCode.Should().Be(0, "it is the sweep's own from then on");
    }

    [Theory]
    [InlineData("extend", "--trials", "1")]
    [InlineData("extend", "--seeds", "0")]
    [InlineData("retry")]
    [InlineData("resume", "--parallel", "0")]
    public async Task What_is_refused_leaves_the_sweep_as_it_was(string command, params string[] options)
    {
        _lab.Plan();
        (await _lab.RunAsync("cancel", "latest")).ExitCode.Should().Be(0);
        (await _lab.RunAsync([command, "latest", .. options])).ExitCode.Should().Be(2);
        _lab.Sweep().Should().Match<SweepRecord>(sweep => sweep.IsCancelled && sweep.Round == 0);
    }

    [Theory]
    [InlineData("worker", "--store", "sweeps/none", "There is no folder")]
    [InlineData("resume", "./", "holds no sweep")]
    [InlineData("resume", "0123", "is neither an experiment nor the beginning of a sweep's id or of a run's.")]
    [InlineData("rerun", "0123", "is neither an experiment nor the beginning of a sweep's id or of a run's.")]
    [InlineData("retry", "0123", "--failed", "is neither an experiment nor the beginning of a sweep's id.")]
    public async Task What_is_not_there_is_told_by_what_it_could_have_been(params string[] words)
    {
        var answer = await _lab.RunAsync(words[..^1]);
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().Contain(words[^1]);
    }

    [Fact]
    public async Task A_sweep_that_is_led_by_another_process_is_not_taken_up()
    {
        _lab.Plan();
        using var store = new JournalFolder(JournalOf(_lab.Sweep().Header), TimeProvider.System);
        using var lead = store.Lead();
        var answer = await _lab.RunAsync("resume", "latest");
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().Contain($"The sweep {_lab.Sweep().Header.Id} is led by another process").And.Contain("`attach");
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_hides_no_other_sweep()
    {
        await _lab.RunAsync(Small);
        var header = _lab.Sweep().Header;
        var newer = new string('f', 32);
        var journal = LabDirectory.SweepJournal(_lab.LabFolder, newer);
        JournalFolder.Create(journal, header with { Id = newer, Version = 3 }, [], TimeProvider.System).Dispose();
        var answer = await _lab.RunAsync("resume", Path.GetDirectoryName(journal)!);
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().Contain("written by a newer RlLab").And.Contain("version 3");
        (await _lab.RunAsync("compare", "latest")).Output.Should().Contain(header.Id[..8]);
    }

    [Fact]
    public async Task A_cancelled_sweep_stops_and_goes_on_by_resume()
    {
        var sweeping = _lab.RunAsync([.. Small, "--set", "Pause=40", "--parallel", "1"]);
        await LabJournals.UntilAsync(() => _lab.Runs().Any(run => run.Metrics.Count > 0));
        var status = await _lab.RunAsync("status", "latest", "--json");
        status.Json.GetProperty("runs").GetProperty("running").GetInt32().Should().Be(1);
        status.Json.GetProperty("running")[0].GetProperty("name").GetString().Should().Be("trial-0 seed-0");
        (await _lab.RunAsync("cancel", "latest")).Output.Should().Contain("is cancelled. 1 run will be stopped").And.Contain("resume");
        (await sweeping).ExitCode.Should().Be(130);
        Runs().Should().Contain(run => run.State == RunState.Planned);
        (await _lab.RunAsync("status", "latest")).Output.Should().Contain("cancelled").And.Contain("Go on:");
        (await _lab.RunAsync("resume", "latest")).ExitCode.Should().Be(0);
        Runs().Should().OnlyContain(run => run.State == RunState.Finished);
    }

    [Fact]
    public async Task Attach_ends_as_the_sweep_does_where_runs_have_failed()
    {
        (await _lab.RunAsync("sweep", "hill-climb", "--trials", "1", "--sampler", "random", "--set", "Behaviour=Throw")).ExitCode.Should().Be(1);
        (await _lab.RunAsync("attach", "latest")).ExitCode.Should().Be(1);
    }

    [Fact]
    public async Task A_worker_without_a_host_trains_what_it_finds_and_attach_shows_it()
    {
        var folder = Path.GetDirectoryName(JournalOf(_lab.Plan("Pause=20")))!;
        using var first = HostProcess.Start(_lab, "worker", "--store", folder);
        using var second = HostProcess.Start(_lab, "worker", "--store", folder);
        await LabJournals.UntilAsync(() => Runs().Any(run => run.State == RunState.Running));
        var attached = await _lab.RunAsync("attach", "latest");
        attached.ExitCode.Should().Be(0);
        attached.Error.Should().Contain("trial-1 seed-1: eval/height");
        (await first.EndAsync()).ExitCode.Should().Be(0);
        (await second.EndAsync()).ExitCode.Should().Be(0);
        Runs().Should().HaveCount(4).And.OnlyContain(run => run.State == RunState.Finished && run.Attempts == 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sweep_ends_when_what_others_train_of_it_has_ended_tells_of_it_and_takes_up_what_they_give_back(bool isGivenBack)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as on Linux.");
        var sweeping = _lab.RunAsync([.. Small, "--set", "Pause=20", "--parallel", "1"]);
        await LabJournals.UntilAsync(() => Runs().Any(run => run.State == RunState.Running));
        using var other = HostProcess.Start(_lab, "worker", "--store", "latest");
        await LabJournals.UntilAsync(() => Runs().Count(run => run.State == RunState.Running) == 2);
        other.Signal("STOP");
        await LabJournals.UntilAsync(() => Runs().Count(run => run.State == RunState.Finished) == 3);
        if (isGivenBack)
        {
            other.Signal("TERM");
        }

        other.Signal("CONT");
        (await other.EndAsync()).ExitCode.Should().Be(isGivenBack ? 130 : 0);
        var answer = await sweeping;
        answer.ExitCode.Should().Be(0, answer.Error);
        Runs().Should().HaveCount(4).And.OnlyContain(run => run.State == RunState.Finished);
        Runs().Select(run => run.Attempts).Order().Should().Equal(1, 1, 1, isGivenBack ? 2 : 1);
        answer.Error.Split('\n').Count(line => line.Contains(": eval/height", StringComparison.Ordinal)).Should().Be(4, "each end is told once");
    }

    [Fact]
    public async Task A_worker_without_a_host_that_is_told_to_end_gives_its_run_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as on Linux.");
        _lab.Plan();
        _lab.Environment[TestExperiments.Rests] = "1";
        using var worker = HostProcess.Start(_lab, "worker", "--store", "latest");
        await LabJournals.UntilAsync(IsARunResting);
        worker.Signal("TERM");
        (await worker.EndAsync()).ExitCode.Should().Be(130);
        Runs()[1].Should().Match<RunRecord>(run => run.State == RunState.Planned && run.Attempts == 1 && run.Deaths == 0);
    }

    private static string[] Logs(Lab lab) => [.. lab.Sweep().Runs.Select(run => $"{run.Trial} {run.Seed} {lab.Log(run).Fingerprint()}")];

    private bool IsARunResting() => _lab.Runs().Any(run => run.Header.Seed == 1 && run.Metrics.GetValueOrDefault("train/height")?.Count == 25);

    private string JournalOf(SweepHeader header) => LabDirectory.SweepJournal(_lab.LabFolder, header.Id);

    private IReadOnlyList<RunRecord> Runs()
    {
        try
        {
            return _lab.Sweep().Runs;
        }
        catch (Exception e) when (e is IOException or SweepException or Xunit.Sdk.XunitException)
        {
            return [];
        }
    }
}
