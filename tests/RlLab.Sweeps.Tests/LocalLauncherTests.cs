using System.Diagnostics;

namespace RlLab.Sweeps.Tests;

/// <summary>Processes that end before they begin a run, cannot be started at all, or do not end.</summary>
public sealed class LocalLauncherTests : IDisposable
{
    private static readonly SweepDescriptor Sweep = new(Sampler.Random, 1, 1, "eval/return", Direction.Maximize);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-launcher-");
    private readonly SweepPlan _plan = SweepPlan.Create(Samples.Experiment(Samples.Finite, Sweep), ParameterSet.Empty, new SweepOptions());
    private int _starts;

    private string Logs => Path.Combine(_folder.FullName, "logs");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(new[] { 3 }, 3)]
    [InlineData(new[] { 3, 3, 0, 3 }, 4)]
    [InlineData(new[] { 0, 0, 0, 3 }, 6)]
    public async Task Workers_that_fail_at_their_start_are_given_up_and_those_that_find_nothing_to_begin_are_not(int[] exitCodes, int starts)
    {
        using var stop = new CancellationTokenSource();
        var launch = () => LaunchAsync(
            () =>
            {
                if (_starts > starts)
                {
                    stop.Cancel();
                }

                return Exit(exitCodes[Math.Min(_starts, exitCodes.Length) - 1]);
            },
            stop.Token);
        (await launch.Should().ThrowAsync<SweepException>())
            .WithMessage("3 worker processes ended before they began a run, the last with exit code 3.*");
        _starts.Should().Be(starts);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_told_and_its_log_is_let_go_of()
    {
        var launch = () => LaunchAsync(() => new ProcessStartInfo(Path.Combine(_folder.FullName, "missing")), CancellationToken.None);
        (await launch.Should().ThrowAsync<SweepException>()).WithMessage("No worker process could be started: *missing*");
        using var log = new FileStream(Path.Combine(Logs, "worker-1.log"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Theory]
    [InlineData("logs")]
    [InlineData("logs/worker-1.log")]
    public async Task A_log_that_cannot_be_written_is_told(string inTheWay)
    {
        var path = Path.Combine(_folder.FullName, inTheWay);
        if (inTheWay == "logs")
        {
            File.WriteAllText(path, "");
        }
        else
        {
            Directory.CreateDirectory(path);
        }

        var launch = () => LaunchAsync(() => Exit(0), CancellationToken.None);
        (await launch.Should().ThrowAsync<SweepException>()).WithMessage($"No worker process could be started: *{Path.GetFileName(path)}*");
    }

    [Fact]
    public async Task A_worker_that_does_not_stop_is_killed_once_its_grace_has_passed_by_the_clock_that_was_given()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The worker that does not stop is a shell's.");
        using var stop = new CancellationTokenSource();
        var clock = new ManualClock();
        var asked = new TaskCompletionSource();
        var launching = LaunchAsync(
            () =>
            {
                asked.SetResult();
                return new ProcessStartInfo("sleep", ["600"]);
            },
            stop.Token,
            clock);
        await asked.Task;
        await stop.CancelAsync();
        await clock.AdvanceUntilAsync(launching);
    }

    [Fact]
    public async Task A_process_that_dies_over_a_run_of_which_an_absent_store_has_not_told_yet_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The worker that dies is a shell's.");
        var started = Path.Combine(_folder.FullName, "started");
        File.WriteAllText(started, new StartedMessage(Samples.Request("unknown")).ToLine() + "\n");
        using var stop = new CancellationTokenSource();
        await LaunchAsync(
            () =>
            {
                if (_starts == 1)
                {
                    return new ProcessStartInfo("sh", ["-c", $"cat '{started}'; exit 3"]);
                }

                stop.Cancel();
                return Exit(0);
            },
            stop.Token);
        _starts.Should().Be(2);
    }

    private static ProcessStartInfo Exit(int code) =>
        OperatingSystem.IsWindows() ? new("cmd", ["/c", $"exit {code}"]) : new("sh", ["-c", $"exit {code}"]);

    private async Task LaunchAsync(Func<ProcessStartInfo> command, CancellationToken stopping, TimeProvider? clock = null)
    {
        var schedule = new SweepSchedule(_plan, _plan.MakeSampler(), _ => throw new NotSupportedException("Nothing learns."));
        var header = Samples.Header(seeds: 1) with { Trials = 1 };
        var journal = Path.Combine(_folder.FullName, "journal");
        using var store = JournalFolder.Create(journal, header, schedule.KnownBeforehand(header), TimeProvider.System);
        var launcher = new LocalLauncher(store, schedule, 1, (_, _) => Next(), Logs, TimeSpan.FromHours(1), clock ?? TimeProvider.System);
        await launcher.RunAsync(new Deaf(), stopping);

        ProcessStartInfo Next()
        {
            _starts++;
            return command();
        }
    }
}
