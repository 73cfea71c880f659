using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using Spectre.Console;
using RlLab.Tracking.Server;

namespace RlLab.Cli;

/// <summary>Keeps the embedded server running, to look at the results.</summary>
internal sealed class UiCommand : LabCommand
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private const int MlflowsPort = 5000, TokenLength = 32;

    private readonly Option<ushort?> _port = SharedOptions.WholeNumber<ushort>(
        "--port", $"The port of this machine to listen on; 0 takes a free one. [default: {MlflowsPort}]", "P");

    private readonly Option<string?> _address = new("--host")
    {
        Description = "The address to listen on; 0.0.0.0 for all of this machine's, which asks for a token: that of MLFLOW_TRACKING_TOKEN, "
            + "or else one that is made and told. [default: 127.0.0.1]",
        HelpName = "ADDRESS",
    };

    public UiCommand(HostContext host)
        : base(
            host,
            "ui",
            "Look at the results in a browser: the embedded server, kept running until Ctrl-C.",
            "ui",
            "ui --port 5001",
            "ui --host 0.0.0.0")
    {
        Options.Add(_port);
        Options.Add(_address);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var port = arguments.GetValue(_port) ?? MlflowsPort;
        var address = Listening(arguments.GetValue(_address));
        var token = IPAddress.IsLoopback(address) ? null : Token();
        TellInterrupted(screen);
        var embedded = TrackingSession.Embedded(Host) with { Port = port, Host = address, Token = token };
        await using var tracking = await TrackingSession.StartAsync(Host, named: null, embedded, stopping);
        screen.Show(new { tracking.Address, Token = token }, console =>
        {
            console.WriteLine($"The results in {LabDirectory.Of(Host)} are at {tracking.Address} until Ctrl-C.");
            if (token is not null)
            {
                console.WriteLine($"Other machines reach them at http://{Dns.GetHostName()}:{tracking.Address.Port}/, with this token:");
                console.WriteLine($"  export MLFLOW_TRACKING_TOKEN={token}");
                console.WriteLine("A browser asks for a user, which may be any, and for a password, which is the token.");
            }

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

    private static IPAddress Listening(string? given) => given switch
    {
        null or "localhost" => IPAddress.Loopback,
        _ when IPAddress.TryParse(given, out var address) => address,
        _ => throw new UserException($"--host {given} is no address: it takes one of this machine's, such as 127.0.0.1, or 0.0.0.0 for all of them."),
    };

    private string Token()
    {
        if (Host.Variable("MLFLOW_TRACKING_TOKEN") is not { } given)
        {
            return RandomNumberGenerator.GetHexString(TokenLength, lowercase: true);
        }

        return given.Length >= TrackingServerOptions.ShortestToken ? given : throw new UserException(
            $"MLFLOW_TRACKING_TOKEN has {given.Length} characters, which are soon guessed: "
            + $"set one of {TrackingServerOptions.ShortestToken} or more, or none.");
    }
}
