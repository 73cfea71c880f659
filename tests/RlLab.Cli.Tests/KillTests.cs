using System.Globalization;
using RlLab.Journal;
using RlLab.Sweeps;

namespace RlLab.Cli.Tests;

/// <summary>kill -9 of the host, of a worker or of both at random moments of a sweep, each followed by `resume`.</summary>
/// <remarks>
/// A moment is drawn as so many runs that have ended and a little time more, so that a fast machine is hit in the middle as a slow one is.
/// RLLAB_KILLS says how often: <c>RLLAB_KILLS=100 dotnet test tests/RlLab.Cli.Tests --filter KillTests</c>.
/// </remarks>
public sealed class KillTests
{
    private const int KillsOfASweep = 5;

    // Less than a run takes, so that it ends no sweep that has several runs left.
    private const int LongestDelay = 300;

    private static readonly string[] Sweep = ["sweep", "hill-climb", "--set", "Pause=8", "--parallel", "2"];

    [Fact]
    public async Task After_kill9_and_resume_no_run_is_lost_and_none_is_counted_twice()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found as on Linux.");
        var kills = int.Parse(Environment.GetEnvironmentVariable("RLLAB_KILLS") ?? "10", CultureInfo.InvariantCulture);
        string[] undisturbed;
        using (var lab = new Lab())
        {
            (await lab.RunAsync(Sweep)).ExitCode.Should().Be(0);
            undisturbed = Logs(lab);
        }

        var random = new RandomGenerator(7);
        var hit = 0;
        for (var sweep = 0; sweep * KillsOfASweep < kills; sweep++)
        {
            using var lab = new Lab();
            foreach (var ended in Draw(random, KillsOfASweep, below: 13))
            {
                hit += await KillAsync(lab, Begun(lab) ? ["resume", "latest"] : Sweep, ended, random) ? 1 : 0;
            }

            var answer = await lab.RunAsync(Begun(lab) ? ["resume", "latest"] : Sweep);
            answer.ExitCode.Should().Be(0, answer.Error + answer.Output);
            lab.Sweep().Runs.Should().HaveCount(16).And.OnlyContain(run => run.State == RunState.Finished);
            Logs(lab).Should().Equal(undisturbed);
            Results(lab).Should().BeEquivalentTo(lab.Sweep().Runs.Select(run => run.Id), "each run has come to one result");
        }

        hit.Should().BePositive("some kill should hit a sweep in the middle");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task A_sweep_that_learns_and_is_killed_at_any_moment_chooses_finds_and_confirms_what_it_would_have(string parallel)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found as on Linux.");
        string[] sweep =
        [
            "sweep", "hill-climb", "--sampler", "tpe", "--trials", "12", "--seeds", "2", "--set", "Pause=8", "--confirm", "3", "--test-seeds", "6",
            "--parallel", parallel,
        ];
        var random = new RandomGenerator(int.Parse(parallel, CultureInfo.InvariantCulture));
        using var whole = new Lab();
        using var lab = new Lab();
        await SweepAsync(whole, lab, sweep, [.. Draw(random, 3, below: 22), 24 + 1 + random.NextInt(12)], random);
        lab.Sweep().Runs.Should().HaveCount(24 + 18);
        Comparison.Of(lab.Sweep()).Verdict.Should().BeEquivalentTo(Comparison.Of(whole.Sweep()).Verdict);
    }

    [Fact]
    public async Task A_sweep_until_decided_that_is_killed_at_any_moment_adds_the_test_seeds_that_it_would_have()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found as on Linux.");
        string[] sweep =
        [
            "sweep", "steady-climb", "--set", "Width=16", "--space", "Rate=0.1,0.1000001", "--set", "Pause=8", "--seeds", "2",
            "--test-seeds", "3", "--until-decided", "--budget-runs", "18", "--parallel", "2",
        ];
        var random = new RandomGenerator(3);
        using var whole = new Lab();
        using var lab = new Lab();
        await SweepAsync(whole, lab, sweep, [random.NextInt(4), .. Draw(random, 3, below: 12).Select(tests => 4 + 1 + tests)], random);
        lab.Sweep().Runs.Should().HaveCount(4 + 18);
        Comparison.Of(lab.Sweep()).Verdict.Should().BeEquivalentTo(Comparison.Of(whole.Sweep()).Verdict);
    }

    /// <summary>Makes a sweep undisturbed in one lab; in another it is killed at some moments, the last amid the test runs, and resumed.</summary>
    private static async Task SweepAsync(Lab whole, Lab lab, string[] sweep, IReadOnlyList<int> moments, RandomGenerator random)
    {
        string[] resume = ["resume", "latest", .. sweep[^2..]];
        (await whole.RunAsync(sweep)).ExitCode.Should().Be(0);
        foreach (var ended in moments)
        {
            await KillAsync(lab, Begun(lab) ? resume : sweep, ended, random);
        }

        var tests = whole.Sweep().Runs.Count(run => run.Phase == RunPhase.Test);
        lab.Sweep().Runs.Count(run => run.Phase == RunPhase.Test && run.HasEnded)
            .Should().BeInRange(1, tests - 1, "it was killed in the middle of them");
        var answer = await lab.RunAsync(resume);
        answer.ExitCode.Should().Be(0, answer.Error + answer.Output);
        lab.Sweep().Runs.Should().OnlyContain(run => run.State == RunState.Finished);
        Settings(lab).Should().Equal(Settings(whole));
        Logs(lab).Should().Equal(Logs(whole));
        Results(lab).Should().BeEquivalentTo(lab.Sweep().Runs.Select(run => run.Id), "each run has come to one result");
    }

    /// <summary>So many numbers of ended runs, in order.</summary>
    private static IEnumerable<int> Draw(RandomGenerator random, int count, int below) =>
        Enumerable.Range(0, count).Select(_ => random.NextInt(below)).Order().ToList();

    /// <summary>Gives a command, and kills it a little after so many runs have ended; says whether it was still at work.</summary>
    private static async Task<bool> KillAsync(Lab lab, string[] command, int ended, RandomGenerator random)
    {
        using var host = HostProcess.Start(lab, command);
        await LabJournals.UntilAsync(() => host.HasExited || Runs(lab).Count(run => run.HasEnded) >= ended);
        await Task.Delay(random.NextInt(LongestDelay), CancellationToken.None);
        var isHit = !host.HasExited;
        var what = random.NextInt(3);
        if (what == 0 && host.Children() is [var worker, ..] before)
        {
            // The host goes on: it begins the run again, until it is killed as well.
            HostProcess.Kill("-KILL", worker);
            await LabJournals.UntilAsync(() => host.HasExited || host.Children().Except(before).Any());
            await Task.Delay(random.NextInt(LongestDelay), CancellationToken.None);
        }

        if (what == 1)
        {
            host.Signal("KILL");
        }
        else
        {
            host.SignalGroup("KILL");
        }

        await host.EndAsync();
        return isHit;
    }

    /// <summary>The sweep's runs; none where it has not begun.</summary>
    private static IReadOnlyList<RunRecord> Runs(Lab lab)
    {
        try
        {
            return lab.Sweep().Runs;
        }
        catch (Exception e) when (e is IOException or SweepException or Xunit.Sdk.XunitException)
        {
            return [];
        }
    }

    private static bool Begun(Lab lab)
    {
        try
        {
            _ = lab.Sweep();
            return true;
        }
        catch (Exception e) when (e is IOException or SweepException or Xunit.Sdk.XunitException)
        {
            // It was killed before it had begun: whatever is left is no sweep.
            if (Directory.Exists(lab.LabFolder))
            {
                Directory.Delete(lab.LabFolder, recursive: true);
            }

            return false;
        }
    }

    private static string[] Logs(Lab lab) => [.. lab.Sweep().Runs.Select(run => $"{run.Trial} {run.Seed} {lab.Log(run).Fingerprint()}")];

    private static string[] Settings(Lab lab) =>
        [.. lab.Sweep().Runs.Select(run =>
            $"{run.Trial} {run.Seed} {run.Phase} {string.Join(' ', run.Parameters.Select(p => $"{p.Key}={p.Value}"))}")];

    /// <summary>The run of each result that a journal of the store holds.</summary>
    private static IEnumerable<string> Results(Lab lab) =>
        from journal in Directory.GetFiles(Path.Combine(lab.LabFolder, "sweeps"), "*journal", SearchOption.AllDirectories)
        from entry in JournalReader.Read(journal)
        let ended = SweepEvent.FromJson(entry.Payload.Span) as RunEnded
        where ended?.Outcome.State == RunState.Finished
        select ended.Run;
}
