using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

public sealed class SweepFindingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rllab-findings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_sweeps_own_run_keeps_the_comparison_as_table_metrics_and_pictures()
    {
        var log = Log(SweepOf(settings: 12));
        log.Artifacts.Keys.Should().BeEquivalentTo("comparison.md", "comparison.json", "performance-profile.svg", "importance.svg");
        log.Metrics["best/eval/height"].Single().Value.Should().BeApproximately(121, 1e-9);
        (log.Metrics["best/range_low"].Single().Value, log.Metrics["best/range_high"].Single().Value).Should().Be((120, 122));
        log.Metrics["importance/Rate"].Single().Value.Should().BeGreaterThan(0.5);
        log.Metrics["importance/Kind"].Single().Value.Should().BeLessThan(0.5);
        log.Metrics["best_wins"].Select(point => point.Step).Should().BeEquivalentTo(Enumerable.Range(0, 11), "each rival is a step");
        log.Tags["mlflow.note.content"]
            .Should().Contain("**Trial 11 is best.**").And.Contain("Importance: Rate ").And.Contain("An interval of 3 seeds");
    }

    [Fact]
    public void What_cannot_be_said_is_left_out()
    {
        var sweep = SweepOf(settings: 1);
        Log(sweep with { Runs = [.. sweep.Runs.Select(run => run with { State = RunState.Failed, Objective = null })] })
            .Should().Match<RunLog>(log => log.Metrics.Count == 0 && log.Artifacts.Count == 2);
    }

    private RunLog Log(SweepRecord sweep)
    {
        var header = new RunHeader(sweep.Header.Id, "findings", "sweep", sweep.Header.Started);
        using (var journal = RunJournal.Create(_folder.FullName, header, TimeProvider.System))
        {
            SweepFindings.Log(journal, sweep, new ComparisonReport(sweep, []), _folder.FullName);
            journal.End(RunStatus.Finished);
        }

        return RunLog.Read(Path.Combine(_folder.FullName, sweep.Header.Id));
    }

    /// <summary>The larger the rate, the better; the kind makes no difference.</summary>
    private static SweepRecord SweepOf(int settings)
    {
        var header = new SweepHeader(
            new string('b', 32),
            "findings",
            DateTimeOffset.UnixEpoch,
            Sampler.Random,
            SamplerSeed: 0,
            Swept: ["Rate", "Kind"],
            Fixed: new Dictionary<string, string>(),
            settings,
            Seeds: [0, 1, 2],
            "eval/height",
            Direction.Maximize);
        return new SweepRecord(
            header,
            [
                .. from trial in Enumerable.Range(0, settings)
                   from seed in header.Seeds
                   let parameters = new Dictionary<string, string> { ["Rate"] = $"{0.1 * trial}", ["Kind"] = trial % 2 == 0 ? "a" : "b" }
                   select new RunRecord($"{trial}-{seed}", trial, seed, parameters, RunState.Finished, 10 * (trial + 1) + seed),
            ]);
    }
}
