using System.CommandLine;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Sends what no server has yet.</summary>
internal sealed class SyncCommand : LabCommand
{
    private readonly Option<string?> _to = new("--to")
    {
        Description = "The MLflow server to send to. [default: MLFLOW_TRACKING_URI, else rllab.toml's, else the embedded one]",
        HelpName = "URI",
    };

    public SyncCommand(HostContext host)
        : base(
            host,
            "sync",
            "Send every run that a server does not have completely, to the same server or another.",
            "sync",
            "sync --to http://mlflow.example:5000") => Options.Add(_to);

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var named = TrackingChoice.Named(Host, SettingsReader.Read(Host), arguments.GetValue(_to));
        TellInterrupted(screen);
        await using var tracking = await TrackingSession.StartAsync(Host, named, stopping: stopping);
        tracking.FollowAll();
        screen.Note($"Sending what is not on {tracking.Server} yet.");
        var summary = await tracking.FinishAsync(stopping);
        screen.Show(summary.Document, console => console.WriteLine(summary.ToString()));
        summary.ShowProblems(screen);
        return stopping.IsCancellationRequested ? ExitCode.Stopped : summary.IsComplete ? ExitCode.Done : ExitCode.Failed;
    }
}
