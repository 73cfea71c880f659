using RlLab.Cli.TestHost;
using RlLab.Sweeps;

namespace RlLab.Cli.Tests;

public sealed class ComparisonReportTests
{
    [Fact]
    public void MarkdownShowsAsManyOfTheBestSettingsAsALengthAllows()
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
    public void WhereTheExperimentIsGoneItsValuesStayTexts()
    {
        var sweep = SweepOf(trials: 1);
        Rate(sweep, TestExperiments.All).Should().Be("0.1");
        Rate(sweep, []).Should().Be("\"0.1\"");

        static string Rate(SweepRecord sweep, IReadOnlyList<ExperimentDescriptor> experiments) =>
            new Answer(0, Screen.ToJson(new ComparisonReport(sweep, experiments).Document()), "").Json
                .GetProperty("settings")[0].GetProperty("parameters").GetProperty("Rate").GetRawText();
    }

    private static SweepRecord SweepOf(int trials)
    {
        var values = new Dictionary<string, string> { ["Rate"] = "0.1" };
        var header = new SweepHeader(
            new string('a', 32), "hill-climb", DateTimeOffset.UnixEpoch, Sampler.Random, 0, ["Rate"], new Dictionary<string, string>(), trials, [0], "eval/height", Direction.Maximize);
        return new SweepRecord(
            header, [.. Enumerable.Range(0, trials).Select(trial => new RunRecord($"{trial}", trial, 0, values, RunState.Finished, trial))]);
    }
}
