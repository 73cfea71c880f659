using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

/// <summary>What the runs of a sweep may take, as the file and the command line say it.</summary>
public sealed class SweepSettingsTests : IDisposable
{
    private static readonly string[] OneRun = ["sweep", "hill-climb", "--set", "Rate=0.1", "--set", "Width=16", "--seeds", "1"];

    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("retries = -1", "'sweep.retries' takes a whole number from 0, and '-1' is none")]
    [InlineData("run_time = '2 days'", "'sweep.run_time' takes a time (90s, 30m, 2h) or off, and '2 days' is none")]
    [InlineData("silence = 2", "'sweep.silence' takes a time")]
    [InlineData("silence_limit = '0s'", "'sweep.silence_limit' takes a time")]
    [InlineData("silence_limit = '0.00000001s'", "'sweep.silence_limit' takes a time")]
    [InlineData("run_time = '1000001h'", "'sweep.run_time' takes a time")]
    [InlineData("hours = 0", "'sweep.hours' takes a number above 0")]
    [InlineData("hours = 1001", "'sweep.hours' takes a number above 0, up to 1,000, and '1001' is none")]
    [InlineData("threads = 0", "'sweep.threads' takes a whole number from 1")]
    [InlineData("gpus = '0,,1'", "'sweep.gpus' takes a list")]
    [InlineData("lanes = 0", "'sweep.lanes' takes auto, off or a whole number from 1 to 1,024, and '0' is none")]
    [InlineData("lanes = 'on'", "'sweep.lanes' takes auto, off or a whole number")]
    [InlineData("films = 'some'", "'sweep.films' takes on or off, and 'some' is none")]
    [InlineData("silense = '2m'", "no key 'silense' in [sweep]. Did you mean silence")]
    public async Task A_wrong_key_of_the_file_is_told_with_its_place(string line, string message)
    {
        _lab.Write($"[sweep]\n{line}");
        var answer = await _lab.RunAsync("sweep", "hill-climb");
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().Contain("rllab.toml:2:1: ").And.Contain(message);
    }

    [Theory]
    [InlineData("--retries takes a whole number from 0, and '-1' is none", "--retries=-1")]
    [InlineData("--silence takes a time (90s, 30m, 2h) or off, and '5' is none", "--silence", "5")]
    [InlineData("--hours takes a number above 0, up to 1,000, and '1200' is none", "--hours", "1200")]
    [InlineData("--hours takes a number above 0, up to 1,000, and 'NaN' is none", "--hours", "NaN")]
    [InlineData("--lanes takes auto, off or a whole number from 1 to 1,024, and 'many' is none", "--lanes", "many")]
    [InlineData("--films takes on or off, and 'no' is none", "--films", "no")]
    [InlineData("--gpus shares GPUs among runs that train on the CPU", "--gpus", "0,1")]
    public async Task A_wrong_option_is_told_with_what_it_takes(string message, params string[] options)
    {
        var answer = await _lab.RunAsync([.. OneRun, .. options]);
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().Contain(message);
        Directory.Exists(Path.Combine(_lab.LabFolder, "sweeps")).Should().BeFalse();
    }

    [Fact]
    public async Task The_command_line_goes_over_the_file_and_both_are_kept_with_the_sweep()
    {
        _lab.Write("[sweep]\nretries = 4\nrun_time = '2h'\nsilence = 'off'");
        await _lab.RunAsync([.. OneRun, "--retries", "2", "--silence-limit", "90s"]);
        _lab.Sweep().Header.Limits.Should().Be(new SweepLimits
        {
            Retries = 2,
            RunTime = TimeSpan.FromHours(2),
            Silence = null,
            SilenceLimit = TimeSpan.FromSeconds(90),
        });
    }

    [Fact]
    public async Task Lanes_are_as_the_command_line_says_else_the_file_else_the_experiment_and_resume_keeps_them_unless_it_is_told_others()
    {
        _lab.Write("[sweep]\nlanes = 3");
        await _lab.RunAsync("sweep", "match", "--launcher", "none");
        _lab.Sweep().Header.Settings!.Lanes.Should().Be(new LaneSettings(3, 2) { AreAsked = true });
        _lab.Sweep().Header.Lag.Should().Be(SweepSchedule.Lag(6, 2));

        await _lab.RunAsync("resume", "latest", "--launcher", "none", "--parallel", "1");
        _lab.Sweep().Header.Settings!.Lanes.Should().Be(new LaneSettings(3, 1) { AreAsked = true }, "they are spread over the workers of now");

        _lab.Write("[sweep]\nlanes = 5");
        await _lab.RunAsync("extend", "latest", "--seeds", "1", "--launcher", "none");
        _lab.Sweep().Header.Settings!.Lanes.Should().Be(new LaneSettings(3, 2) { AreAsked = true }, "the file is for sweeps that begin");

        await _lab.RunAsync("resume", "latest", "--launcher", "none", "--lanes", "off");
        _lab.Sweep().Header.Settings!.Lanes.Should().BeNull();
        await _lab.RunAsync("resume", "latest", "--launcher", "none", "--lanes", "4");
        _lab.Sweep().Header.Settings!.Lanes!.Width.Should().Be(4);
        _lab.Sweep().Header.Lag.Should().Be(SweepSchedule.Lag(6, 2), "what a setting is chosen by stays what it was");

        using var other = new Lab();
        other.Write("[sweep]\nlanes = 3");
        await other.RunAsync("sweep", "match", "--launcher", "none", "--lanes", "auto", "--seeds", "8");
        other.Sweep().Header.Settings!.Lanes.Should().Be(new LaneSettings(12, 2), "three rates of eight seeds are one group for two workers");
    }

    [Fact]
    public async Task A_sweep_without_films_makes_none_and_says_so_until_it_is_taken_up_with_them()
    {
        var answer = await _lab.RunAsync([.. OneRun, "--set", "Film=true", "--films", "off"]);
        answer.ExitCode.Should().Be(0, answer.Error);
        answer.Error.Should().Contain($"No videos are made (--films off). `lab -- play {_lab.Sweep().Header.Id[..8]} --film` films");
        var unseen = _lab.Runs().Single(run => run.Header.ParentId is not null);
        Filmed(unseen).Should().BeFalse();
        unseen.Tags["rllab.video"].Should().Be("none: the sweep has --films off");

        await _lab.RunAsync("extend", "latest", "--seeds", "1");
        _lab.Runs().Should().NotContain(run => Filmed(run), "a sweep keeps what it was begun with");
        await _lab.RunAsync("extend", "latest", "--seeds", "1", "--films", "on");
        _lab.Runs().Where(Filmed).Should().ContainSingle().Which.Header.Name.Should().Be("trial-0 seed-2");
    }

    [Fact]
    public async Task A_sweep_whose_hours_are_spent_by_the_clock_is_stopped_and_told_how_it_goes_on()
    {
        using var lab = new Lab { Clock = new HastyClock() };
        var answer = await lab.RunAsync([.. OneRun, "--set", "Steps=20000", "--set", "Pause=1", "--hours", "1000"]);
        answer.Output.Should().Contain("The budget of 1,000 hours is spent.").And.Contain("resume");
        lab.Sweep().Runs.Should().OnlyContain(run => run.State == RunState.Killed || run.State == RunState.Planned);
    }

    [Fact]
    public async Task A_run_that_says_nothing_is_told_of_with_its_last_words_and_goes_on()
    {
        string[] silent = ["--set", "Steps=1", "--set", "Pause=4000", "--set", "Loud=true"];
        var answer = await _lab.RunAsync([.. OneRun, .. silent, "--silence", "1s"]);
        answer.ExitCode.Should().Be(0, answer.Error);
        answer.Error.Should().MatchRegex(@"trial-0 seed-0: It has said nothing for (1 second|[\d.]+ seconds); its last words: ""\{""step"": 1\}""\.");
    }

    [Fact]
    public async Task A_run_that_takes_too_long_and_does_not_stop_costs_its_process_and_nothing_else()
    {
        string[] stubborn = ["--set", "Steps=1000000", "--set", "Pause=1", "--set", "Behaviour=Stubborn"];
        var answer = await _lab.RunAsync([.. OneRun, .. stubborn, "--run-time", "1s"]);
        answer.ExitCode.Should().Be(1, answer.Error);
        var run = _lab.Sweep().Runs.Single();
        (run.State, run.Attempts).Should().Be((RunState.Failed, 1));
        run.Message.Should().Contain("It took longer than 1 second").And.Contain("its process was ended");
        _lab.Log(run).Status.Should().Be(RunStatus.Killed, "it was stopped in the middle");
    }

    private static bool Filmed(RunLog run) => run.Artifacts.Keys.Any(name => name.StartsWith("films/climb.", StringComparison.Ordinal));

    /// <summary>A clock on which hours pass in a second; what is shorter takes its time.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime >= TimeSpan.FromHours(1) ? TimeSpan.FromSeconds(1) : dueTime, period);
    }
}
