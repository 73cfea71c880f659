using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

/// <summary>kill -9 at random moments of a sweep, its workers included, and what `sync` makes of what is left.</summary>
public sealed class CrashTests
{
    private const int Kills = 20;

    private static readonly string[] Sweep = ["sweep", "hill-climb", "--set", "Pause=2", "--parallel", "2"];

    [Fact]
    public async Task After_kill9_at_any_moment_every_journal_reads_back_and_sync_brings_the_server_to_the_same_state()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Process groups are killed as on Linux.");
        var (undisturbed, milliseconds) = await UndisturbedAsync();
        var random = new RandomGenerator(20);
        var (cut, seen) = (0, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var lab = new Lab();
            using (var host = HostProcess.Start(lab, Sweep))
            {
                await Task.Delay(random.NextInt(milliseconds), CancellationToken.None);
                host.SignalGroup("KILL");
                await host.EndAsync();
                await LabJournals.UntilAsync(() => lab.Processes().Count == 0);
            }

            var runs = lab.Runs();
            seen += runs.Count;
            cut += runs.Count(run => run.Status == RunStatus.Interrupted);
            runs.Should().NotContain(run => run.DamagedBytes != 0);
            ItsRunsAreTheUndisturbedOnesOrTheirBeginnings(lab, undisturbed);

            (await lab.RunAsync("sync")).Should().Match<Answer>(a => a.ExitCode == 0, $"kill {kill}");
            await using var server = await Servers.EmbeddedAsync(lab.LabFolder);
            (await Servers.StateAsync(server, "hill-climb")).Should().Equal(Servers.StateOf(lab.Runs()), $"kill {kill}");
        }

        seen.Should().BePositive();
        cut.Should().BePositive("some kill should hit a run in the middle");
    }

    /// <summary>What each run of a sweep logs, and how long the sweep takes: the span in which a moment to kill it is drawn.</summary>
    private static async Task<(IReadOnlyDictionary<(int Trial, long Seed), string> Logs, int Milliseconds)> UndisturbedAsync()
    {
        using var lab = new Lab();
        var started = TimeProvider.System.GetTimestamp();
        using var host = HostProcess.Start(lab, Sweep);
        (await host.EndAsync()).ExitCode.Should().Be(0);
        var took = TimeProvider.System.GetElapsedTime(started);
        return (lab.Sweep().Runs.ToDictionary(run => (run.Trial, run.Seed), run => lab.Log(run).Fingerprint()), (int)took.TotalMilliseconds);
    }

    private static void ItsRunsAreTheUndisturbedOnesOrTheirBeginnings(Lab lab, IReadOnlyDictionary<(int Trial, long Seed), string> undisturbed)
    {
        if (!Directory.Exists(Path.Combine(lab.LabFolder, "sweeps")))
        {
            return;
        }

        SweepRecord sweep;
        try
        {
            sweep = lab.Sweep();
        }
        catch (SweepException)
        {
            return;
        }

        foreach (var run in sweep.Runs.Where(run => Directory.Exists(Path.Combine(lab.LabFolder, "runs", run.Id))))
        {
            var log = RunLog.TryRead(Path.Combine(lab.LabFolder, "runs", run.Id));
            var whole = undisturbed[(run.Trial, run.Seed)];
            if (run.State == RunState.Finished)
            {
                log!.Fingerprint().Should().Be(whole);
            }
            else if (log is not null && log.Metrics.Count > 0)
            {
                whole.Split('\n').Should().Contain(log.Fingerprint().Split('\n'));
            }
        }
    }
}
