using RlLab.Cli.TestHost;

namespace RlLab.Cli.Tests;

/// <summary>Several sweeps of one experiment, and how much each may run.</summary>
public sealed class SweepSizeTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task A_sweep_is_asked_for_by_its_name()
    {
        var coarse = (await _lab.RunAsync("plan", "explore/coarse", "--json")).Json;
        (coarse.GetProperty("trials").GetInt32(), coarse.GetProperty("runs").GetInt32(), coarse.GetProperty("direction").GetString())
            .Should().Be((3, 6, "minimize"));
        coarse.GetProperty("experiment").GetString().Should().Be("explore");
        (await _lab.RunAsync("plan", "explore")).Output.Should().Contain("20 trials x 1 seed ").And.Contain("Its other sweeps: explore/coarse.");
    }

    [Fact]
    public async Task A_sweeps_name_is_kept_with_it_shown_and_taken()
    {
        await _lab.RunAsync("sweep", "explore/coarse");
        var coarse = _lab.Sweep().Header;
        coarse.Name.Should().Be("coarse");
        var begun = await _lab.RunAsync("sweep", "explore", "--trials", "1", "--over-budget");
        begun.Error.Should().Contain(" of explore: 1 trial ");

        (await _lab.RunAsync("status", "explore/coarse")).Output.Should().StartWith($"explore/coarse, sweep {coarse.Id[..8]}: of 6 runs 6 finished");
        (await _lab.RunAsync("compare", "explore/coarse")).Output.Should().StartWith($"explore/coarse, sweep {coarse.Id[..8]} of ");
        (await _lab.RunAsync("compare", coarse.Id, "--json")).Json.GetProperty("name").GetString().Should().Be("coarse");
        (await _lab.RunAsync("compare", "explore")).Output.Should().StartWith("explore, sweep ", "that is the newest of all")
            .And.NotContain(coarse.Id[..8]);
        (await _lab.RunAsync("compare", "0000000")).Error.Should().Contain($"{coarse.Id[..8]} (explore/coarse)").And.Contain(" (explore)");

        var resumed = await _lab.RunAsync("resume", "explore/coarse");
        resumed.ExitCode.Should().Be(0, resumed.Error);
        resumed.Error.Should().Contain($"Sweep {coarse.Id[..8]} of explore/coarse: 3 trials x 2 seeds");
        _lab.Runs().Single(run => run.Header.Id == coarse.Id).Tags["rllab.sweep_name"].Should().Be("coarse");
    }

    [Theory]
    [InlineData("explore/coarser", "The experiment 'explore' has no sweep 'coarser'. Did you mean coarse?")]
    [InlineData("hill-climb/coarse", "has no sweep 'coarse'. Its sweeps have no names: write 'hill-climb', or add [Sweep(\"coarse\", ...)] to its "
        + "class.")]
    [InlineData("explor/coarse", "There is no experiment 'explor'. Did you mean explore?")]
    public async Task A_sweep_that_there_is_not_is_told(string name, string message) =>
        (await _lab.RunAsync("plan", name)).Should().Match<Answer>(a => a.ExitCode == 2 && a.Error.Contains(message));

    [Fact]
    public async Task A_budget_is_told_when_it_is_exceeded()
    {
        (await _lab.RunAsync("plan", "explore")).Error.Should().BeEmpty();
        (await _lab.RunAsync("plan", "explore", "--seeds", "2")).Error.Should().Contain("warning: 40 runs are over the budget of 20 that [Budget] "
            + "sets");
        var refused = await _lab.RunAsync("sweep", "explore", "--seeds", "2");
        refused.ExitCode.Should().Be(2);
        refused.Error.Should().StartWith("error: 40 runs are over the budget of 20").And.Contain("--over-budget");
        refused.Error.TrimEnd().Should().NotContain("\n");
        Directory.Exists(Path.Combine(_lab.LabFolder, "sweeps")).Should().BeFalse("nothing was begun");
        (await _lab.RunAsync("sweep", "explore", "--trials", "11", "--seeds", "2", "--over-budget")).ExitCode.Should().Be(0);
        _lab.Sweep().Runs.Should().HaveCount(22);
    }

    [Fact]
    public async Task Earlier_runs_say_how_long_a_sweep_takes()
    {
        (await _lab.RunAsync("plan", "explore", "--keep-rate")).Should().Match<Answer>(a =>
            a.ExitCode == 2 && a.Error.Contains("No run of 'explore' with these fixed values has been swept to its end in")
                && a.Output.Contains("No earlier run with these fixed values says how long one takes."));
        File.WriteAllText(Path.Combine(_lab.Folder, "rllab.rates"), "other = 3\nexplore = 5\n");

        await _lab.RunAsync("sweep", "explore/coarse");
        var answer = await _lab.RunAsync("plan", "explore", "--keep-rate");

        answer.Output.Should().MatchRegex(@"It takes about [\d.]+ s, 2 at once: the median of 6 earlier runs is [\d.]+ s\.");
        answer.Error.Should().Contain("are over the budget of 1E-09 hours that [Budget] sets for 'explore'.");
        (await _lab.RunAsync("sweep", "explore/coarse")).Should().Match<Answer>(a =>
            a.ExitCode == 2 && a.Error.Contains("over the budget of 1E-09 hours"), "now it is known how long they take");
        var lines = File.ReadAllLines(Path.Combine(_lab.Folder, "rllab.rates"));
        lines.Should().HaveCount(2).And.Contain("other = 3");
        var seconds = double.Parse(lines[1].Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);
        seconds.Should().BeInRange(0, 60).And.NotBe(5);
        var plan = (await _lab.RunAsync("plan", "explore/coarse", "--json")).Json;
        plan.GetProperty("seconds").GetDouble().Should().BeApproximately(3 * plan.GetProperty("secondsPerRun").GetDouble(), 1e-6,
            "6 runs, 2 at once");
    }

    [Fact]
    public async Task A_run_of_other_fixed_values_says_nothing_about_how_long_one_takes()
    {
        await _lab.RunAsync("sweep", "hill-climb", "--trials", "2", "--seeds", "1", "--sampler", "random", "--set", "Steps=5");

        (await _lab.RunAsync("plan", "hill-climb")).Output.Should().Contain("No earlier run with these fixed values says how long one takes.");
        (await _lab.RunAsync("plan", "hill-climb", "--set", "Steps=5")).Output.Should().Contain("the median of 2 earlier runs is");
        (await _lab.RunAsync("plan", "hill-climb", "--set", "Steps=5", "--set", "Width=32")).Output.Should().Contain(
            "the median of 2 earlier runs is", "a sweep varies the width");
    }

    [Fact]
    public async Task A_budget_of_more_hours_than_a_time_can_hold_is_never_exceeded()
    {
        var budget = new BudgetDescriptor(Runs: 0, Hours: 1e12);
        using var lab = new Lab { Experiments = [.. TestExperiments.All.Select(e => e.Name == "explore" ? e with { Budget = budget } : e)] };
        await lab.RunAsync("sweep", "explore/coarse");
        (await lab.RunAsync("plan", "explore")).Should().Match<Answer>(a => a.ExitCode == 0 && !a.Error.Contains("budget"));
    }
}
