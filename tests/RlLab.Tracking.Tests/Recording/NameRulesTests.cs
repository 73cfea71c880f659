namespace RlLab.Tracking.Tests.Recording;

/// <summary>What MLflow would refuse is refused at the call, with the rule.</summary>
public sealed class NameRulesTests : IDisposable
{
    private readonly TemporaryFolder _runs = new();
    private readonly RunJournal _run;

    public NameRulesTests() => _run = RunJournal.Create(_runs.Path, Header(), new StepClock());

    public void Dispose()
    {
        _run.Dispose();
        _runs.Dispose();
    }

    [Theory]
    [InlineData("train/return")]
    [InlineData("A-b_c. d/é9")]
    [InlineData(".a/b..")]
    public void A_good_name_is_taken(string name)
    {
        _run.LogMetric(name, 1, 1);
        _run.LogParameter(name, "");
        _run.SetTag(name, new string('x', 5000));
        RunLog.Read(_run.Folder).Metrics.Should().ContainKey(name);
    }

    [Theory]
    [InlineData("", "1 to 250 characters")]
    [InlineData("bad#name", "'#'")]
    [InlineData("drive:c", "':'")]
    [InlineData("line\nfeed", "letters, digits")]
    [InlineData("a//b", "two slashes")]
    [InlineData("/a", "slash at either end")]
    [InlineData("a/", "slash at either end")]
    [InlineData("a/../b", "'..'")]
    [InlineData(".", "'.'")]
    [InlineData("..a", "'..' at the start")]
    public void A_bad_name_is_refused_with_the_rule(string name, string rule)
    {
        foreach (var log in new Action[] { () => _run.LogMetric(name, 1, 1), () => _run.LogParameter(name, "1"),
            () => _run.SetTag(name, "1") })
        {
            log.Should().Throw<ArgumentException>().WithMessage($"*{rule}*");
        }

        RunLog.Read(_run.Folder).Metrics.Should().BeEmpty();
    }

    [Fact]
    public void A_name_has_up_to_250_characters()
    {
        _run.LogMetric(new string('k', 250), 1, 1);
        FluentActions.Invoking(() => _run.LogMetric(new string('k', 251), 1, 1))
            .Should().Throw<ArgumentException>().WithMessage("*not 251*");
    }

    [Fact]
    public void One_bad_name_keeps_all_points_of_its_call_out()
    {
        FluentActions.Invoking(() => _run.LogMetrics(1, ("good", 1), ("b#d", 2))).Should().Throw<ArgumentException>();
        _run.LogMetric("later", 3, 2);
        RunLog.Read(_run.Folder).Metrics.Keys.Should().Equal("later");
    }

    [Fact]
    public void Long_values_are_refused()
    {
        _run.LogParameter("p", new string('x', 6000));
        FluentActions.Invoking(() => _run.LogParameter("q", new string('x', 6001)))
            .Should().Throw<ArgumentException>().WithMessage("*6,001*6,000*artifact*");
        FluentActions.Invoking(() => _run.SetTag("t", new string('x', 5001)))
            .Should().Throw<ArgumentException>().WithMessage("*5,001*5,000*");
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/etc/passwd")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData("C:name")]
    [InlineData("what#is")]
    [InlineData("%2e%2e")]
    [InlineData("ends.")]
    [InlineData("")]
    public void An_artifact_cannot_leave_its_folder_or_break_on_another_system(string path)
    {
        FluentActions.Invoking(() => _run.LogArtifact(path, stream => stream.WriteByte(1))).Should().Throw<ArgumentException>();
        RunLog.Read(_run.Folder).Artifacts.Should().BeEmpty();
    }

    [Fact]
    public void A_header_is_held_to_the_rules()
    {
        foreach (var header in new[]
        {
            Header() with { Id = "123" },
            Header() with { Id = "0123456789ABCDEF0123456789ABCDEF" },
            Header() with { ParentId = "sweep" },
            Header() with { Experiment = " " },
            Header() with { Experiment = new string('x', 501) },
            Header() with { Name = "" },
            Header() with { Tags = new Dictionary<string, string> { ["a//b"] = "" } },
        })
        {
            FluentActions.Invoking(() => RunJournal.Create(_runs.Path, header, new StepClock()))
                .Should().Throw<ArgumentException>();
        }
    }

    private static RunHeader Header() => new(Guid.NewGuid().ToString("N"), "experiment", "name", StepClock.Start);
}
