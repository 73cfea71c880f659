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
        log.Tags["rllab.verdict"].Should().Be("Trial 11 is best.");
        log.Tags["mlflow.note.content"]
            .Should().Contain("**Trial 11 is best.**").And.Contain("Importance: Rate ").And.Contain("An interval of 3 seeds");
    }

    [Fact]
    public void Curves_are_dotted_where_a_seed_has_ended_and_marked_where_one_was_not_finite()
    {
        var sweep = SweepOf(settings: 1);
        RunRecord[] runs = [.. sweep.Runs.Select((run, i) => run with { Id = new string((char)('0' + i), 32) })];
        foreach (var run in runs)
        {
            var last = run.Seed == 1 ? 600 : 1200;
            var header = new RunHeader(run.Id, "findings", "run", DateTimeOffset.UnixEpoch);
            using var journal = RunJournal.Create(_folder.FullName, header, TimeProvider.System);
            for (var step = 20; step <= last; step += 20)
            {
                journal.LogMetrics(step, new Metric("eval/height", run.Seed == 2 && step == 900 ? double.NaN : step));
            }

            journal.End(RunStatus.Finished);
        }

        var line = SweepCurves.Of(sweep with { Runs = runs }, Comparison.Of(sweep with { Runs = runs }), _folder.FullName)!
            .Panels.OfType<LinePanel>().Single().Lines.Single();

        line.Carried!.Select((isCarried, i) => isCarried == (line.X[i] > 600)).Should().OnlyContain(isRight => isRight);
        line.NonFinite.Should().Equal(900);
        line.Y.Should().OnlyContain(value => double.IsFinite(value));
    }

    [Fact]
    public void A_learning_curve_is_marked_where_it_was_not_finite()
    {
        var header = new RunHeader(new string('c', 32), "findings", "run", DateTimeOffset.UnixEpoch);
        using (var journal = RunJournal.Create(_folder.FullName, header, TimeProvider.System))
        {
            for (var step = 1; step <= 1500; step++)
            {
                journal.LogMetrics(step, new Metric("loss", step switch { 700 => double.NaN, > 1490 => double.PositiveInfinity, _ => step }));
            }
        }

        var line = LearningCurve.Points("loss", RunLog.Read(Path.Combine(_folder.FullName, header.Id)));

        line.NonFinite.Should().HaveCount(11).And.Contain(700);
        line.Y.Count(double.IsNaN).Should().Be(3, "only where a whole chunk of 3 points is infinite is there no mean");
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
