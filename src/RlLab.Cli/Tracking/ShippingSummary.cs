using System.Globalization;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>What a server has of the runs, for people and for JSON.</summary>
/// <param name="report">What was sent and what was not.</param>
/// <param name="server">The server in words.</param>
/// <param name="pages">The pages of MLflow's UI; null for the embedded server, which ends with the command.</param>
/// <param name="command">How a command is typed here.</param>
internal sealed class ShippingSummary(ShippingReport report, string server, Uri? pages, string command)
{
    private const int ShownProblems = 3;

    /// <summary>Whether the server has everything, but for what it refused.</summary>
    public bool IsComplete => report.IsComplete;

    /// <summary>The summary as data.</summary>
    public object Document => new
    {
        Server = server,
        report.IsComplete,
        report.Outage,
        Runs = report.Runs.Count,
        UnsentRuns = Unsent.Count(),
        UnsentPoints = Unsent.Sum(run => run.UnsentPoints),
        UnsentArtifacts = Unsent.Sum(run => run.UnsentArtifacts.Count),
        Problems = Problems(),
    };

    private IEnumerable<RunReport> Unsent => report.Runs.Where(run => !run.IsComplete);

    /// <summary>Says what is not sent, why, and how to send it; says nothing where all is well.</summary>
    /// <param name="screen">Where.</param>
    public void ShowProblems(Screen screen)
    {
        if (!IsComplete)
        {
            var (points, artifacts) = (Unsent.Sum(run => run.UnsentPoints), Unsent.Sum(run => run.UnsentArtifacts.Count));
            screen.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"warning: {Unsent.Count()} of {report.Runs.Count} runs are not completely on {server}: "
                + $"{points:N0} points and {artifacts:N0} artifacts are unsent. {report.Outage} Nothing is lost: all is in the journals. "
                + $"Send it with `{command} sync`, or elsewhere with `sync --to URI`."));
        }

        foreach (var problem in Problems().Take(ShownProblems))
        {
            screen.Note($"warning: {problem}");
        }
    }

    /// <summary>How to look at a run: its page on the server, else the command that shows the embedded server's pages.</summary>
    /// <param name="run">The run's identity.</param>
    public string WhereToLook(string run) =>
        pages is not null
        && report.Runs.FirstOrDefault(r => r.Header.Id == run) is { MlflowRunId: { } id, MlflowExperimentId: { } experiment }
            ? $"{new Uri(pages, $"#/experiments/{experiment}/runs/{id}")}"
            : $"{command} ui";

    /// <summary>Everything in one line.</summary>
    public override string ToString() => IsComplete
        ? $"{report.Runs.Count} {(report.Runs.Count == 1 ? "run is" : "runs are")} completely on {server}."
        : $"{report.Runs.Count - Unsent.Count()} of {report.Runs.Count} runs are completely on {server}.";

    private IReadOnlyList<string> Problems() =>
    [
        .. from run in report.Runs
           where run.Problem is not null && run.Problem != report.Outage
           select $"run {run.Header.Id[..8]}: {run.Problem}",
        .. from run in report.Runs
           from refusal in run.Refused
           select $"run {run.Header.Id[..8]}: {server} refused {refusal.Count} x {refusal.What}: {refusal.Why}",
    ];
}
