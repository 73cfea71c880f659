using System.CommandLine;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Keeps the embedded server running, to look at the results.</summary>
internal sealed class UiCommand : LabCommand
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private const int MlflowsPort = 5000;

    private readonly Option<int?> _port = SharedOptions.WholeNumber<int>(
        "--port", $"The port of this machine to listen on; 0 takes a free one. [default: {MlflowsPort}]", "P");

    public UiCommand(HostContext host)
        : base(
            host,
            "ui",
            "Look at the results in a browser: the embedded server, kept running until Ctrl-C.",
            "ui",
            "ui --port 5001") => Options.Add(_port);

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var port = arguments.GetValue(_port) ?? MlflowsPort;
        if (port is < 0 or > ushort.MaxValue)
        {
            throw new UserException($"--port {port} is no port: it takes 0 to {ushort.MaxValue}.");
        }

        TellInterrupted(screen);
        await using var tracking = await TrackingSession.StartAsync(Host, named: null, port, stopping);
        screen.Show(new { tracking.Address }, console =>
        {
            console.WriteLine($"The results in {LabDirectory.Of(Host)} are at {tracking.Address} until Ctrl-C.");
            console.WriteLine();
            console.WriteLine("To read them with MLflow's Python client:");
            console.WriteLine($"  export MLFLOW_TRACKING_URI={tracking.Address.GetLeftPart(UriPartial.Authority)}");
            console.WriteLine("To see them in MLflow's own UI, send them to its server:");
            console.WriteLine($"  {Host.CommandPrefix} sync --to http://YOUR-MLFLOW:5000");
        });

        try
        {
            while (true)
            {
                tracking.FollowAll();
                await Task.Delay(LookInterval, Host.Clock, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Stopped;
        }
    }
}
