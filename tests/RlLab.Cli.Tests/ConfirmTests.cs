using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

/// <summary>A sweep's winner is run again on seeds that had no part in its choice.</summary>
public sealed class ConfirmTests : IDisposable
{
    private static readonly string[] Steady = ["sweep", "steady-climb", "--set", "Width=16"];

    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task The_winner_and_its_rivals_are_run_on_test_seeds_and_the_table_shows_both()
    {
        var answer = await _lab.RunAsync(Steady);
        answer.ExitCode.Should().Be(0, answer.Error);
        answer.Error.Should().Contain("4 trials x 2 seeds + 6 test runs = 14 runs").And.Contain("trial-2 test-seed-1000000: train/height");
        answer.Output.Should().MatchRegex("test +95% interval +tuning").And.Contain("biased by selection").And.NotContain("Go on:");
        var runs = _lab.Sweep().Runs;
        runs.Should().HaveCount(14).And.OnlyContain(run => run.State == RunState.Finished);
        runs.Select(run => run.Id).Should().OnlyHaveUniqueItems();
        var tests = runs.Where(run => run.Phase == RunPhase.Test).ToList();
        tests.Select(run => run.Trial).Distinct().Should().HaveCount(3).And.Contain(2, "its rate is the top of the hill");
        tests.Select(run => run.Seed).Distinct().Should().Equal(Confirmation.FirstTestSeed, Confirmation.FirstTestSeed + 1);
        _lab.Log(tests[0]).Tags["rllab.phase"].Should().Be("test");
        _lab.Log(tests[0]).Header.Name.Should().Be($"trial-{tests[0].Trial} test-seed-1000000");
        _lab.Log(runs[0]).Tags["rllab.phase"].Should().Be("tuning");
        var parent = _lab.Runs().Single(run => run.Header.Id == _lab.Sweep().Header.Id);
        parent.Parameters.Should().Contain("test_runs", "6");

        var status = (await _lab.RunAsync("status", "latest", "--json")).Json;
        status.GetProperty("total").GetInt32().Should().Be(14);
        status.GetProperty("runs").GetProperty("planned").GetInt32().Should().Be(0);
        (await _lab.RunAsync("resume", "latest")).ExitCode.Should().Be(0);
        _lab.Sweep().Runs.Should().BeEquivalentTo(runs, "nothing is missing");
    }

    [Fact]
    public async Task It_can_be_left_out_and_asked_for()
    {
        await _lab.RunAsync([.. Steady, "--confirm", "0"]);
        _lab.Sweep().Runs.Should().HaveCount(8).And.OnlyContain(run => run.Phase == RunPhase.Tuning);
        using var other = new Lab();
        await other.RunAsync("sweep", "hill-climb", "--set", "Width=16", "--confirm", "2", "--test-seeds", "3");
        other.Sweep().Runs.Count(run => run.Phase == RunPhase.Test).Should().Be(6);
        using var one = new Lab();
        await one.RunAsync("sweep", "steady-climb", "--defaults");
        one.Sweep().Runs.Select(run => run.Seed).Should().Equal(
            [1_000_000, 1_000_001], "nothing is chosen, and what chose the defaults does not judge them");
    }

    [Fact]
    public async Task The_plan_counts_the_test_runs()
    {
        var plan = await _lab.RunAsync("plan", "steady-climb", "--confirm", "2");
        plan.Output.Should().Contain("8 trials x 2 seeds + 4 test runs = 20 runs").And.Contain("The best 2 are run again with 2 test seeds each.");
        var json = (await _lab.RunAsync("plan", "steady-climb", "--json")).Json;
        (json.GetProperty("testRuns").GetInt32(), json.GetProperty("runs").GetInt32()).Should().Be((6, 22));
    }

    [Fact]
    public async Task A_wish_that_confirms_nothing_is_wrong_usage()
    {
        foreach (var (wish, told) in new (string[] Wish, string Told)[]
        {
            (["--confirm", "1"], "--confirm 1 does not go"),
            (["--confirm", "0", "--until-decided"], "Nothing is confirmed"),
            (["--budget-runs", "5"], "--until-decided"),
            (["--defaults", "--confirm", "2"], "A sweep of one setting chooses nothing"),
            (["--pruner", "asha"], "--prune-after"),
            (["--pruner", "axe"], "--pruner takes none, median, asha, patient or wilcoxon, not 'axe'"),
        })
        {
            (await _lab.RunAsync([.. Steady, .. wish])).Should().Match<Answer>(a => a.ExitCode == 2 && a.Error.Contains(told), told);
        }
    }

    [Fact]
    public async Task An_extended_sweep_keeps_its_tuning_seeds_apart_and_confirms_its_new_winner()
    {
        string[] from = ["sweep", "steady-climb", "--sampler", "random", "--set", "Width=16", "--confirm", "2"];
        await _lab.RunAsync([.. from, "--trials", "2", "--seeds", "1"]);
        var first = Tests(_lab);
        first.Should().HaveCount(2);
        (await _lab.RunAsync("extend", "latest", "--trials", "3", "--seeds", "1")).ExitCode.Should().Be(0);
        using var whole = new Lab();
        await whole.RunAsync([.. from, "--trials", "5", "--seeds", "2"]);
        Fingerprints(_lab, RunPhase.Tuning).Should().Equal(Fingerprints(whole, RunPhase.Tuning)).And.HaveCount(10);
        Fingerprints(_lab, RunPhase.Test).Should().Contain(Fingerprints(whole, RunPhase.Test), "the winners of all trials are confirmed");
        Tests(_lab).Should().Contain(first, "what was found before is kept");
    }

    [Fact]
    public async Task A_test_run_that_is_wanted_again_is_trained_again_as_one()
    {
        await _lab.RunAsync([.. Steady, "--confirm", "2"]);
        var test = _lab.Sweep().Runs.First(run => run.Phase == RunPhase.Test);
        using (var store = new JournalFolder(LabDirectory.SweepJournal(_lab.LabFolder, _lab.Sweep().Header.Id), TimeProvider.System))
        {
            store.Note(new RunWantedAgain(test.Id, test.Attempts));
        }

        (await _lab.RunAsync("resume", "latest")).ExitCode.Should().Be(0);
        var again = _lab.Sweep().Runs.Single(run => run.Id == test.Id);
        again.Should().Match<RunRecord>(run => run.State == RunState.Finished && run.Phase == RunPhase.Test && run.Attempts == 2);
    }

    [Fact]
    public async Task Seeds_are_added_until_it_is_decided_or_the_budget_is_spent()
    {
        string[] close = [.. Steady, "--space", "Rate=0.1,0.1000001", "--until-decided", "--test-seeds", "3"];
        var answer = await _lab.RunAsync([.. close, "--budget-runs", "12"]);
        answer.ExitCode.Should().Be(0, answer.Error);
        _lab.Sweep().Runs.Count(run => run.Phase == RunPhase.Test).Should().Be(12, "two settings, two groups of three seeds");
        answer.Output.Should().Contain("cannot be told apart: it is not decided yet.");

        using var clear = new Lab();
        var decided = await clear.RunAsync([.. Steady, "--space", "Rate=0.1,0.001", "--until-decided", "--test-seeds", "5"]);
        clear.Sweep().Runs.Count(run => run.Phase == RunPhase.Test).Should().Be(10, "the first group decides it");
        decided.Output.Should().Contain("Trial 0 is best.");
    }

    [Fact]
    public async Task That_it_is_to_be_decided_can_be_said_of_a_sweep_that_was_begun_without()
    {
        string[] close = [.. Steady, "--space", "Rate=0.1,0.1000001", "--test-seeds", "3"];
        string[] decide = ["--until-decided", "--budget-runs"];
        await _lab.RunAsync(close);
        Tests(_lab).Should().HaveCount(6);
        var resumed = await _lab.RunAsync(["resume", "latest", .. decide, "12"]);
        resumed.ExitCode.Should().Be(0, resumed.Error);
        resumed.Output.Should().Contain("it is not decided yet.");
        using var whole = new Lab();
        await whole.RunAsync([.. close, .. decide, "12"]);
        Fingerprints(_lab, RunPhase.Test).Should().Equal(Fingerprints(whole, RunPhase.Test)).And.HaveCount(12, "the group that was run is the first");

        (await _lab.RunAsync(["extend", "latest", .. decide, "18"])).ExitCode.Should().Be(0);
        Tests(_lab).Should().HaveCount(18);
        (await _lab.RunAsync("resume", "latest", "--budget-runs", "24")).ExitCode.Should().Be(0);
        Tests(_lab).Should().HaveCount(24, "it stays to be decided");
    }

    [Theory]
    [InlineData("resume", "--budget-runs", "5", "Add that, or leave it out")]
    [InlineData("resume", "--until-decided", "--budget-runs", "0", "--budget-runs 0 runs nothing")]
    [InlineData("extend", "--until-decided", "has one setting, so that nothing is to be decided", "--set", "Rate=0.1")]
    public async Task Where_nothing_can_be_decided_a_sweep_stays_as_it_was(params string[] words)
    {
        var (options, set) = (words.TakeWhile(word => !word.Contains(' ')).ToArray(), words.SkipWhile(word => !word.Contains(' ')).ToArray());
        await _lab.RunAsync([.. Steady, "--seeds", "1", "--confirm", "0", .. set[1..]]);
        var answer = await _lab.RunAsync([options[0], "latest", .. options[1..]]);
        answer.ExitCode.Should().Be(2);
        answer.Error.Should().Contain(set[0]);
        _lab.Sweep().Should().Match<SweepRecord>(sweep => sweep.Round == 0 && sweep.Header.Confirmation == null);
    }

    [Fact]
    public async Task A_run_that_diverged_at_no_step_that_it_told_is_listed_as_diverged()
    {
        var answer = await _lab.RunAsync("sweep", "hill-climb", "--set", "Width=16", "--set", "Rate=0.1", "--set", "Behaviour=Leap");
        answer.ExitCode.Should().Be(1);
        answer.Output.Should().Contain("trial 0 diverged at an unknown step (seed 0), an unknown step (seed 1)");
        (await _lab.RunAsync("compare", "latest", "--json")).Json.GetProperty("diverged").GetArrayLength().Should().Be(2);
    }

    [Theory]
    [InlineData("median", 3)]
    [InlineData("asha", 6)]
    [InlineData("patient", 0)]
    [InlineData("none", 0)]
    public async Task A_pruner_ends_hopeless_runs_and_says_why(string pruner, int pruned)
    {
        string[] wish = pruner is "none" or "median" ? [] : ["--prune-after", "10"];
        var answer = await _lab.RunAsync(
        [
            "sweep", "steady-climb", "--set", "Width=16", "--space", "Rate=0.1,0.01,0.001", "--seeds", "3", "--set", "Pause=10", "--parallel", "1",
            "--confirm", "2", "--pruner", pruner, .. wish,
        ]);
        answer.ExitCode.Should().Be(0, answer.Error);
        var runs = _lab.Sweep().Runs;
        runs.Count(run => run.State == RunState.Pruned).Should().Be(pruned);
        runs.Where(run => run.Phase == RunPhase.Test || run.Trial == 0).Should().OnlyContain(run => run.State == RunState.Finished);
        answer.Output.Contains("pruned", StringComparison.Ordinal).Should().Be(pruned > 0);
        var json = (await _lab.RunAsync("compare", "latest", "--json")).Json;
        json.GetProperty("runs").GetProperty("pruned").GetInt32().Should().Be(pruned);
        foreach (var run in runs.Where(run => run.State == RunState.Pruned))
        {
            var log = _lab.Log(run);
            log.Status.Should().Be(RunStatus.Finished, "to be pruned is no error");
            log.Tags["rllab.pruned"].Should().Be(run.Message).And.EndWith(".");
            log.Metrics["train/height"].Count.Should().BeLessThan(50);
        }
    }

    [Fact]
    public async Task Wilcoxon_ends_the_runs_of_a_trial_that_is_worse_seed_by_seed()
    {
        var answer = await _lab.RunAsync(
            "sweep", "steady-climb", "--set", "Width=16", "--space", "Rate=0.1,0.001", "--seeds", "10", "--parallel", "1", "--pruner", "wilcoxon",
            "--confirm", "0");
        answer.ExitCode.Should().Be(0, answer.Error);
        _lab.Sweep().Runs.Where(run => run.State == RunState.Pruned).Select(run => (run.Trial, run.Seed))
            .Should().Equal((1, 6), (1, 7), (1, 8), (1, 9));
    }

    private static IReadOnlyList<string> Tests(Lab lab) => [.. lab.Sweep().Runs.Where(run => run.Phase == RunPhase.Test).Select(run => run.Id)];

    private static string[] Fingerprints(Lab lab, RunPhase phase) =>
        [.. lab.Sweep().Runs.Where(run => run.Phase == phase).Select(run => $"{run.Trial} {run.Seed} {lab.Log(run).Fingerprint()}")];
}
