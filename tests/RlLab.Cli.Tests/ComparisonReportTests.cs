using RlLab.Cli.TestHost;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli.Tests;

public sealed class ComparisonReportTests
{
    [Fact]
    public void Markdown_shows_as_many_of_the_best_settings_as_a_length_allows()
    {
        var report = new ComparisonReport(SweepOf(trials: 300), TestExperiments.All);
        var whole = report.ToMarkdown();
        var note = report.ToMarkdown(longest: 5_000);
        whole.Should().Contain("| 1 | 299 |").And.Contain("| 300 | 0 |").And.NotContain("The best");
        note.Length.Should().BeInRange(4_800, 5_000);
        note.Should().Contain("| 1 | 299 |")
            .And.MatchRegex(@"\nThe best \d+ of 300 settings\.\n").And.Contain("**No clear winner: fewer than 3 seeds tell");
        note.Split('\n').Where(line => line.StartsWith('|')).Should().BeSubsetOf(whole.Split('\n'), "no row is cut");
    }

    [Fact]
    public void Where_the_experiment_is_gone_its_values_stay_texts()
    {
        var sweep = SweepOf(trials: 1);
        Rate(sweep, TestExperiments.All).Should().Be("0.1");
        Rate(sweep, []).Should().Be("\"0.1\"");

        static string Rate(SweepRecord sweep, IReadOnlyList<ExperimentDescriptor> experiments) =>
            new Answer(0, Screen.ToJson(new ComparisonReport(sweep, experiments).Document()), "").Json
                .GetProperty("settings")[0].GetProperty("parameters").GetProperty("Rate").GetRawText();
    }

    [Theory]
    [InlineData(200, "trial   LearningRate   Discount   HiddenUnits   eval/return_mean   95% interval   seeds   failed")]
    [InlineData(80, "trial  Learning  Discount  Hidden  eval/   95%  seeds")]
    public void A_terminal_with_little_room_breaks_headings_where_a_name_does(int width, string headings)
    {
        var values = new Dictionary<string, string> { ["LearningRate"] = "0.00088272", ["Discount"] = "0.98192", ["HiddenUnits"] = "16" };
        var sweep = SweepOf(trials: 3, values, "eval/return_mean");
        var lines = Printed(sweep, width).Split('\n').TakeWhile(line => !line.StartsWith("eval/return_mean:", StringComparison.Ordinal)).ToList();
        lines.Should().OnlyContain(line => line.TrimEnd().Length <= width);
        Words(lines[1]).Should().Equal(Words(headings));
        lines.Should().Contain(line => line.Contains("0.00088272") && line.Contains("0.98192"));

        static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void With_test_seeds_both_scores_are_shown_and_the_one_that_chose_is_marked(int width)
    {
        var values = new Dictionary<string, string> { ["LearningRate"] = "0.00088272", ["Discount"] = "0.98192", ["HiddenUnits"] = "16" };
        var printed = Printed(WithSeeds(values, [900.5, 800.25, 700], [(0.5, RunPhase.Tuning), (0.3, RunPhase.Test)]), width);
        var lines = printed.Split('\n');
        lines.Should().OnlyContain(line => line.TrimEnd().Length <= width);
        lines[1].Should().Contain("test").And.Contain("tuning").And.NotContain("eval/height");
        lines[3..].First(line => line.Contains("0.00088272")).Should().MatchRegex(@"1 +0 .* 1,081 +1,081 to 1,081 +1,801\* +3");
        string.Join(' ', printed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Should().Contain("test, tuning: eval/height, interquartile mean").And.Contain("* biased by selection: trial 0 was chosen by that score");
    }

    [Fact]
    public void Below_the_table_stands_what_few_seeds_are_worth_and_last_of_all_the_verdict()
    {
        var few = Printed(WithSeeds(new() { ["Rate"] = "0.1" }, [3.0, 2, 1], [(0.5, RunPhase.Tuning)]), 200);
        few.Should().Contain("An interval of 3 seeds is their range: it covers the true value some 75% of the time, not 95%.")
            .And.Contain("The score of trial 0 is biased by selection");
        few.TrimEnd().Split('\n')[^1].Should().MatchRegex(@"^No clear winner|^Trials .* cannot be told apart|^Trial \d+ is best\.");

        Printed(SweepOf(trials: 1), 200)
            .Should().NotContain("biased").And.NotContain("winner").And.NotContain("best wins:", "there is nothing to choose");
    }

    [Fact]
    public void Each_setting_that_diverged_is_listed_with_its_steps()
    {
        var sweep = SweepOf(trials: 3);
        RunRecord Diverged(int trial, long seed, long step) =>
            sweep.Runs[trial] with { Id = $"{trial}-{seed}", Seed = seed, State = RunState.Failed, Objective = null, DivergedAt = step };
        sweep = sweep with { Runs = [sweep.Runs[0], Diverged(1, 0, 18_200), Diverged(2, 0, 900), Diverged(2, 1, 1_000)] };
        Printed(sweep, 200).Should().Contain("trial 1 diverged at step 18,200 (seed 0)\n")
            .And.Contain("trial 2 diverged at step 900 (seed 0), step 1,000 (seed 1)\n").And.NotContain("seed 0 failed");
        var document = new Answer(0, Screen.ToJson(new ComparisonReport(sweep, []).Document()), "").Json;
        document.GetProperty("diverged").EnumerateArray().Select(run => run.GetProperty("step").GetInt64()).Should().Equal(18_200, 900, 1_000);
    }

    [Fact]
    public void The_document_has_verdict_wins_and_what_intervals_are_worth()
    {
        var sweep = WithSeeds(new() { ["Rate"] = "0.1" }, [3.0, 1], [(0.5, RunPhase.Tuning), (0.25, RunPhase.Test)]);
        var document = new Answer(0, Screen.ToJson(new ComparisonReport(sweep, TestExperiments.All).Document()), "").Json;
        document.GetProperty("verdict").GetProperty("leader").GetInt32().Should().Be(0);
        document.GetProperty("intervalCoverage").GetDouble().Should().Be(0.75);
        var (best, other) = (document.GetProperty("settings")[0], document.GetProperty("settings")[1]);
        best.GetProperty("phase").GetString().Should().Be("test");
        best.GetProperty("tuning").GetProperty("finished").GetInt32().Should().Be(3);
        other.GetProperty("bestWins").GetDouble().Should().BeGreaterThan(0.5);
        other.GetProperty("rangeHolds").GetDouble().Should().BeApproximately(0.135, 0.001);
    }

    /// <summary>Settings with three seeds of each phase: a setting's level times the phase's scale, with some spread.</summary>
    private static SweepRecord WithSeeds(Dictionary<string, string> values, double[] levels, (double Scale, RunPhase Phase)[] phases)
    {
        var sweep = SweepOf(levels.Length, values, "eval/height");
        return sweep with
        {
            Header = sweep.Header with { Seeds = [0, 1, 2] },
            Runs =
            [
                .. from phase in phases
                   from run in sweep.Runs
                   from seed in (int[])[0, 1, 2]
                   select run with
                   {
                       Id = $"{run.Trial}-{seed}-{phase.Phase}",
                       Seed = seed + (phase.Phase == RunPhase.Test ? 3 : 0),
                       Phase = phase.Phase,
                       Objective = 4 * levels[run.Trial] * phase.Scale + 0.1 * seed,
                   },
            ],
        };
    }

    private static string Printed(SweepRecord sweep, int width)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        new ComparisonReport(sweep, []).Print(console);
        return text.ToString();
    }

    private static SweepRecord SweepOf(int trials) => SweepOf(trials, new() { ["Rate"] = "0.1" }, "eval/height");

    private static SweepRecord SweepOf(int trials, Dictionary<string, string> values, string objective)
    {
        var header = new SweepHeader(
            new string('a', 32),
            "hill-climb",
            DateTimeOffset.UnixEpoch,
            Sampler.Random,
            SamplerSeed: 0,
            [.. values.Keys],
            Fixed: new Dictionary<string, string>(),
            trials,
            Seeds: [0],
            objective,
            Direction.Maximize);
        return new SweepRecord(
            header, [.. Enumerable.Range(0, trials).Select(trial => new RunRecord($"{trial}", trial, 0, values, RunState.Finished, trial))]);
    }
}
