using System.Security.Cryptography;
using System.Text;
using RlLab.Sweeps;

namespace RlLab.Cli.Tests;

/// <summary>Sweeps whose workers train several runs at once: each is the run that it would have been alone.</summary>
/// <param name="alone">The same runs, one at a time and without trouble.</param>
public sealed class LaneTests(LaneTests.Alone alone) : IClassFixture<LaneTests.Alone>, IDisposable
{
    private readonly Lab _lab = new();
    private readonly Lab _other = new();

    public void Dispose()
    {
        _lab.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("Reinforce")]
    [InlineData("Dqn")]
    public async Task A_sweep_in_lanes_records_to_the_bit_what_one_run_at_a_time_does(string algorithm)
    {
        string[] sweep = ["sweep", "match", "--set", $"Algorithm={algorithm}", "--space", "Share=0.5,0.7,1", "--space", "Units=4,8", "--json"];
        var lanes = await _lab.RunAsync([.. sweep, "--lanes", "7"]);
        var alone = await _other.RunAsync([.. sweep, "--lanes", "off"]);
        (lanes.ExitCode, alone.ExitCode).Should().Be((0, 0), lanes.Error);
        _lab.Sweep().Runs.Should().HaveCount(36).And.OnlyContain(run => run.State == RunState.Finished && run.Attempts == 1);
        Records(_lab).Should().Equal(Records(_other));
        _lab.Sweep().Header.Settings!.Lanes.Should().Be(new LaneSettings(7, 2) { AreAsked = true });
        Workers(_lab).Should().HaveCount(2, "lanes are spread over workers first");
    }

    [Theory]
    [InlineData("Throw", RunState.Failed, "The coin rolled away.")]
    [InlineData("Diverge", RunState.Failed, "the coin")]
    public async Task A_lane_that_breaks_leaves_the_others_alone(string trouble, RunState state, string words)
    {
        var answer = await _lab.RunAsync(Sweep(trouble, "6"));
        answer.ExitCode.Should().Be(1);
        _lab.Sweep().Runs.Where(run => run.Seed == 1).Should()
            .OnlyContain(run => run.State == state && run.Message!.Contains(words) && run.Attempts == 1);
        Records(_lab, run => run.Seed != 1).Should().Equal(alone.Records(run => run.Seed != 1));
    }

    [Fact]
    public async Task A_lane_that_is_pruned_leaves_the_others_alone()
    {
        string[] sweep = [.. Sweep("None", "6"), "--pruner", "median", "--seeds", "4", "--set", "Steps=400"];
        (await _lab.RunAsync(sweep)).ExitCode.Should().Be(0);
        await _other.RunAsync([.. Sweep("None", "off"), "--seeds", "4", "--set", "Steps=400"]);
        var finished = _lab.Sweep().Runs.Where(run => run.State == RunState.Finished).Select(run => $"{run.Trial} {run.Seed}").ToHashSet();
        _lab.Sweep().Runs.Should().OnlyContain(run => run.State == RunState.Finished || run.State == RunState.Pruned);
        Records(_lab, run => finished.Contains($"{run.Trial} {run.Seed}")).Should()
            .Equal(Records(_other, run => finished.Contains($"{run.Trial} {run.Seed}")));
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("DeviceMemory")]
    public async Task A_lane_that_runs_out_of_memory_is_begun_again_beside_fewer(string trouble)
    {
        _lab.Environment["RLLAB_CHECKPOINT_SECONDS"] = "0";
        using var host = HostProcess.Start(_lab, [.. Sweep(trouble, "6"), "--parallel", "1"]);
        var answer = await host.EndAsync();
        answer.ExitCode.Should().Be(0, answer.Error);
        answer.Error.Should().Contain("Memory was exhausted: a worker has");
        Records(_lab).Should().Equal(alone.Records());
        _lab.Sweep().Runs.Should().OnlyContain(run => run.State == RunState.Finished && run.Deaths == 0);
    }

    [Fact]
    public async Task A_lane_that_runs_out_of_memory_where_it_is_alone_fails()
    {
        using var hopeless = new Lab();
        (await hopeless.RunAsync([.. Sweep("MoreMemory", "6"), "--parallel", "1"])).ExitCode.Should().Be(1);
        hopeless.Sweep().Runs.Should().OnlyContain(run => run.Seed == 1
            ? run.State == RunState.Failed && run.Message!.Contains("OutOfMemory") && !run.Died
            : run.State == RunState.Finished);
        Records(hopeless, run => run.Seed != 1).Should().Equal(alone.Records(run => run.Seed != 1));
    }

    [Fact]
    public async Task A_lane_that_ends_its_process_fails_and_the_others_are_given_back()
    {
        var answer = await _lab.RunAsync([.. Sweep("Exit", "6"), "--parallel", "1"]);
        answer.ExitCode.Should().Be(1);
        _lab.Sweep().Runs.Should().OnlyContain(run => run.Seed == 1 ? run.State == RunState.Failed && run.Died : run.State == RunState.Finished);
        _lab.Sweep().Runs.Where(run => run.Seed != 1).Should().OnlyContain(run => run.Deaths == 0);
        _lab.Runs().Where(run => run.Header.Seed == 0).Should().OnlyContain(run => !run.Tags.ContainsKey("rllab.failure"));
        Records(_lab, run => run.Seed != 1).Should().Equal(alone.Records(run => run.Seed != 1));
    }

    [Fact]
    public async Task A_lane_that_takes_its_process_down_fails_alone_since_all_are_begun_again_one_at_a_time()
    {
        var answer = await _lab.RunAsync([.. Sweep("Crash", "6"), "--parallel", "1"]);
        answer.ExitCode.Should().Be(1);
        answer.Error.Should().Contain("that it trained as lanes").And.Contain("begun again, one at a time");
        _lab.Sweep().Runs.Should().OnlyContain(run => run.Seed == 1 ? run.State == RunState.Failed && run.Died : run.State == RunState.Finished);
        Records(_lab, run => run.Seed != 1).Should().Equal(alone.Records(run => run.Seed != 1));
    }

    [Fact]
    public async Task A_lane_that_keeps_the_thread_ends_at_its_limit_and_the_others_go_on_elsewhere()
    {
        var answer = await _lab.RunAsync([.. Sweep("Hang", "6"), "--parallel", "1", "--silence", "2s", "--silence-limit", "3s"]);
        answer.ExitCode.Should().Be(1);
        answer.Error.Should().MatchRegex(@"seed-1: It has said nothing for .* \d other runs of its worker wait for it\.");
        answer.Error.Should().NotMatchRegex(@"seed-0: .* wait for it");
        _lab.Sweep().Runs.Should().OnlyContain(run => run.Seed == 1
            ? run.State == RunState.Failed && run.Message!.Contains("limit of silence") && run.Message.Contains("process was ended")
            : run.State == RunState.Finished && run.Deaths == 0);
        Records(_lab, run => run.Seed != 1).Should().Equal(alone.Records(run => run.Seed != 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lanes_that_are_killed_or_stopped_go_on_to_the_bit(bool kill)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as on Linux.");
        string[] sweep = [.. Sweep("Rest", "6"), "--set", "Algorithm=Dqn"];
        await _other.RunAsync([.. Sweep("None", "off"), "--set", "Algorithm=Dqn"]);
        _lab.Environment["RLLAB_CHECKPOINT_SECONDS"] = "0.05";
        _lab.Environment[TestHost.TestExperiments.Rests] = "1";
        using (var host = HostProcess.Start(_lab, sweep))
        {
            await LabJournals.UntilAsync(() => _lab.Runs().Any(run => run.Header.Seed == 1 && run.Metrics.Any(m => m.Value[^1].Step >= 80)));
            await Task.Delay(500, CancellationToken.None);
            _lab.Sweep().Runs.Count(run => run.State == RunState.Running).Should().BeGreaterThan(2, "several train at once");
            host.SignalGroup(kill ? "KILL" : "INT");
            await host.EndAsync();
        }

        _lab.Environment.Remove(TestHost.TestExperiments.Rests);
        var answer = await _lab.RunAsync("resume", "latest");
        answer.ExitCode.Should().Be(0, answer.Error + answer.Output);
        _lab.Sweep().Runs.Should().OnlyContain(run => run.State == RunState.Finished);
        _lab.Sweep().Runs.Should().Contain(run => run.Attempts == 2, "it was stopped in the middle");
        Records(_lab).Should().Equal(Records(_other));
        _lab.Sweep().Header.Settings!.Lanes!.Width.Should().Be(6, "it goes on as it was begun");
    }

    [Fact]
    public async Task A_worker_that_is_told_to_go_gives_all_its_lanes_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as on Linux.");
        (await _lab.RunAsync([.. Sweep("Rest", "6"), "--parallel", "1", "--launcher", "none"])).ExitCode.Should().Be(0);
        _lab.Environment[TestHost.TestExperiments.Rests] = "1";
        using (var worker = HostProcess.Start(_lab, "worker", "--store", "latest"))
        {
            await LabJournals.UntilAsync(() => _lab.Sweep().Runs.Count(run => run.State == RunState.Running) == 6);
            await Task.Delay(500, CancellationToken.None);
            worker.Signal("TERM");
            await worker.EndAsync();
        }

        _lab.Sweep().Runs.Where(run => run.Attempts == 1).Should().HaveCount(6)
            .And.OnlyContain(run => run.State == RunState.Planned && run.Deaths == 0);
        _lab.Environment.Remove(TestHost.TestExperiments.Rests);
        (await _lab.RunAsync("worker", "--store", "latest")).ExitCode.Should().Be(0);
        Records(_lab).Should().Equal(alone.Records());
    }

    [Fact]
    public async Task A_sampler_that_learns_chooses_the_same_with_as_many_runs_at_once_however_they_are_spread()
    {
        string[] sweep = ["sweep", "match", "--sampler", "tpe", "--trials", "12", "--seeds", "2", "--json"];
        (await _lab.RunAsync([.. sweep, "--parallel", "1", "--lanes", "6"])).ExitCode.Should().Be(0);
        (await _other.RunAsync([.. sweep, "--parallel", "2", "--lanes", "3"])).ExitCode.Should().Be(0);
        using var processes = new Lab();
        (await processes.RunAsync([.. sweep, "--parallel", "6", "--lanes", "off"])).ExitCode.Should().Be(0);
        _lab.Sweep().Header.Lag.Should().Be(SweepSchedule.Lag(6, 2)).And.Be(_other.Sweep().Header.Lag).And.Be(processes.Sweep().Header.Lag);
        Records(_lab).Should().Equal(Records(_other)).And.Equal(Records(processes));
    }

    [Fact]
    public async Task What_a_lane_prints_has_its_name_before_it()
    {
        await _lab.RunAsync([.. Sweep("Print", "6"), "--parallel", "1"]);
        var log = File.ReadAllLines(Directory.GetFiles(_lab.LabFolder, "worker-1.log", SearchOption.AllDirectories).Single());
        foreach (var run in _lab.Sweep().Runs)
        {
            var name = $"trial-{run.Trial} seed-{run.Seed}";
            log.Should().Contain([$"{name}: seed {run.Seed} is half way", $"{name}: and goes on"]);
        }
    }

    [Fact]
    public async Task Lanes_that_change_what_they_share_are_told_of()
    {
        var answer = await _lab.RunAsync([.. Sweep("Remember", "6"), "--parallel", "1"]);
        answer.ExitCode.Should().Be(0);
        answer.Error.Should().Contain("TroubledWorld._remembered, which they share").And.Contain("--lanes off");
    }

    [Fact]
    public async Task Where_nothing_can_be_joined_that_is_told_and_runs_train_one_at_a_time()
    {
        var settled = await _lab.RunAsync("sweep", "match", "--lanes", "5", "--seeds", "1", "--set", "Rate=0.01", "--space", "Units=4,8,16");
        settled.ExitCode.Should().Be(0);
        settled.Error.Should().Contain("warning: Lanes are off: no two runs could share a program: each is of a group of its own by Units.");
        _lab.Sweep().Header.Settings!.Lanes.Should().BeNull();

        var blocking = await _other.RunAsync("sweep", "hill-climb", "--lanes", "5");
        blocking.ExitCode.Should().Be(0);
        const string why = "Lanes bring nothing to hill-climb, whose runs train one at a time: they await no action and no update";
        (blocking.Output + blocking.Error).Split(why).Should().HaveCount(2, "it is told once");
    }

    private static string[] Sweep(string trouble, string lanes) => ["sweep", "match", "--set", $"Trouble={trouble}", "--lanes", lanes];

    private static IEnumerable<string> Workers(Lab lab) => lab.Sweep().Runs.Select(run => run.Worker!).Distinct();

    /// <summary>All that runs recorded, but for times and what follows from them, a line for each run.</summary>
    private static IReadOnlyList<string> Records(Lab lab, Func<RunRecord, bool>? which = null) =>
    [
        .. lab.Sweep().Runs.Where(which ?? (_ => true)).Select(run =>
        {
            var log = lab.Log(run);
            var metrics = log.Metrics.Where(metric => !metric.Key.EndsWith("_per_second", StringComparison.Ordinal)
                    && !metric.Key.StartsWith("system/", StringComparison.Ordinal))
                .OrderBy(metric => metric.Key, StringComparer.Ordinal).SelectMany(metric => metric.Value.Select(point =>
                    $"{metric.Key} {point.Step} {BitConverter.DoubleToInt64Bits(point.Value):x16}")).ToList();
            var parameters = log.Parameters.Where(p => p.Key != "Trouble").OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => $"{p.Key}={p.Value}");
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', metrics))));
            var tags = log.Tags.Keys.Where(tag => !tag.Contains("git")).Order(StringComparer.Ordinal);
            return $"{run.Trial} {run.Seed} {log.Status} {string.Join(' ', parameters)} {string.Join(' ', tags)} {metrics.Count} {hash}";
        }),
    ];

    /// <summary>The sweep of <c>match</c> as it is without lanes and without trouble.</summary>
    public sealed class Alone : IAsyncLifetime
    {
        private readonly Lab _lab = new();

        public async ValueTask InitializeAsync() => (await _lab.RunAsync(Sweep("None", "off"))).ExitCode.Should().Be(0);

        public ValueTask DisposeAsync()
        {
            _lab.Dispose();
            return ValueTask.CompletedTask;
        }

        internal IReadOnlyList<string> Records(Func<RunRecord, bool>? which = null) => LaneTests.Records(_lab, which);
    }
}
