using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>Keeps what a sweep found with the sweep's own run: the comparison as table, as metrics and as pictures.</summary>
internal static class SweepFindings
{
    /// <summary>What MLflow keeps of a tag; a note is one, which its UI shows on the run's page.</summary>
    private const int LongestNote = 5_000;

    /// <summary>The tag by which the server's pages find the verdict.</summary>
    private const string VerdictTag = "rllab.verdict";

    /// <summary>Logs it all.</summary>
    /// <param name="journal">The sweep's own run.</param>
    /// <param name="sweep">What the sweep came to.</param>
    /// <param name="report">The comparison.</param>
    /// <param name="runs">The folder of runs.</param>
    public static void Log(RunJournal journal, SweepRecord sweep, ComparisonReport report, string runs)
    {
        journal.LogText("comparison.md", $"# {sweep.Header.Title}, sweep {sweep.Header.Id[..8]}\n\n{report.ToMarkdown()}");
        journal.SetTag("mlflow.note.content", report.ToMarkdown(LongestNote));
        if (report.Comparison.Verdict is { } verdict)
        {
            journal.SetTag(VerdictTag, verdict.Words);
        }

        journal.LogText("comparison.json", Screen.ToJson(report.Document()));
        LogFigure("learning-curves", SweepCurves.Of(sweep, report.Comparison, runs));
        LogFigure("performance-profile", SweepFigures.Profiles(sweep.Header, report.Comparison));
        LogFigure("importance", SweepFigures.Importances(sweep.Header, report.Comparison));
        Metric[] metrics = [.. Metrics(sweep.Header, report.Comparison)];
        if (metrics.Length > 0)
        {
            journal.LogMetrics(0, metrics);
        }

        foreach (var row in report.Comparison.Rows.Where(row => row.BestWins is not null))
        {
            journal.LogMetrics(row.Trial, new Metric("best_wins", row.BestWins!.Probability));
        }

        void LogFigure(string name, Figure? figure)
        {
            if (figure is not null)
            {
                journal.LogFigure(name, figure);
            }
        }
    }

    private static IEnumerable<Metric> Metrics(SweepHeader header, Comparison comparison)
    {
        if (comparison.Rows is [{ Score: { Mean: { } mean } score }, ..])
        {
            yield return new($"best/{header.Objective}", mean);
            if (score.Interval is { } interval)
            {
                yield return new("best/interval_low", interval.Low);
                yield return new("best/interval_high", interval.High);
            }

            yield return new("best/range_low", score.Objectives.Min());
            yield return new("best/range_high", score.Objectives.Max());
        }

        foreach (var importance in comparison.Importances)
        {
            yield return new($"importance/{importance.Name}", importance.Share);
        }
    }
}
