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
        note.Should().Contain("| 1 | 299 |").And.MatchRegex(@"first\. The best \d+ of 300 settings\.");
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
    [InlineData(80, "trial  Learning  Discount  Hidden  eval/   95% interval  seeds")]
    public void A_terminal_with_little_room_breaks_headings_where_a_name_does(int width, string headings)
    {
        var values = new Dictionary<string, string> { ["LearningRate"] = "0.00088272", ["Discount"] = "0.98192", ["HiddenUnits"] = "16" };
        var sweep = SweepOf(trials: 3, values, "eval/return_mean");
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = width;

        new ComparisonReport(sweep, []).Print(console);

        var lines = text.ToString().Split('\n').TakeWhile(line => !line.StartsWith("eval/return_mean:", StringComparison.Ordinal)).ToList();
        lines.Should().OnlyContain(line => line.TrimEnd().Length <= width);
        Words(lines[1]).Should().Equal(Words(headings));
        lines.Should().Contain(line => line.Contains("0.00088272") && line.Contains("0.98192"));

        static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
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
