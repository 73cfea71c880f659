using RlLab.Tracking;
using RlLab.Tracking.Server;

namespace RlLab.Cli;

/// <summary>The tracking of one command: the server that is meant, or an embedded one for as long, and what sends to it.</summary>
internal sealed class TrackingSession : IAsyncDisposable
{
    private static readonly ShippingPatience Patience = new(Away: TimeSpan.FromSeconds(10), Failing: TimeSpan.FromMinutes(1));

    /// <summary>One's own server cannot be away: if it does not answer, the machine is busy. If it fails, its disk is full, say.</summary>
    private static readonly ShippingPatience PatienceWithOwn = new(Away: TimeSpan.FromMinutes(1), Failing: TimeSpan.FromSeconds(30));

    private readonly TrackingServer? _embedded;
    private readonly Shipper _shipper;
    private readonly string _runs;
    private readonly string _command;

    private TrackingSession(TrackingServer? embedded, MlflowSettings server, Shipper shipper, string runs, string command) =>
        (_embedded, Address, _shipper, _runs, _command) = (embedded, server.Address, shipper, runs, command);

    /// <summary>Where the server listens.</summary>
    public Uri Address { get; }

    /// <summary>The server in words.</summary>
    public string Server => _embedded is null ? $"{Address}" : "the embedded server";

    /// <summary>Starts to track: with the named server, else with the embedded one.</summary>
    /// <param name="host">Has the environment.</param>
    /// <param name="named">The server; null for the embedded one.</param>
    /// <param name="embedded">Where the embedded server listens, and whom it lets in. Default: null, it takes runs from this process alone.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public static async Task<TrackingSession> StartAsync(
        HostContext host, MlflowSettings? named, TrackingServerOptions? embedded = null, CancellationToken stopping = default)
    {
        var lab = LabDirectory.Of(host);
        LabDirectory.Make(lab);
        var options = embedded ?? Embedded(host) with { Listens = false };
        var running = named is null ? await TrackingServer.StartAsync(options, stopping) : null;
        var experiment = host.Variable("MLFLOW_EXPERIMENT_NAME");
        var server = named ?? new MlflowSettings(running!.Address) { ExperimentName = experiment, Token = options.Token };

        // The embedded server has another port each time; what was sent to it is remembered under its database.
        var shipping = new ShipperOptions { Destination = running is null ? null : Path.Combine(lab, "mlflow.db") };
        var handler = options.Listens ? null : running?.CreateHandler();
        var shipper = Shipper.Start(server, shipping, host.Clock, new RandomGenerator(host.Clock.GetTimestamp()), handler);
        return new TrackingSession(running, server, shipper, LabDirectory.Runs(lab), host.CommandPrefix);
    }

    /// <summary>The embedded server of the laboratory's folder.</summary>
    public static TrackingServerOptions Embedded(HostContext host) => new() { Directory = LabDirectory.Of(host), Clock = host.Clock };

    /// <summary>Sends a run from now on.</summary>
    /// <param name="run">The run's identity; it may begin later.</param>
    public void Follow(string run) => _shipper.Follow(Path.Combine(_runs, run));

    /// <summary>Sends every run that there is.</summary>
    public void FollowAll()
    {
        foreach (var folder in Directory.Exists(_runs) ? Directory.GetDirectories(_runs) : [])
        {
            _shipper.Follow(folder);
        }
    }

    /// <summary>Sends what is left, as far as the server is there.</summary>
    /// <param name="stopping">
    /// Signalled by Ctrl-C from now on: what is not sent then stays for a `sync`. One that was signalled before is passed over.
    /// </param>
    public async Task<ShippingSummary> FinishAsync(CancellationToken stopping = default)
    {
        // The record of a run that was stopped is sent all the same.
        stopping = stopping.IsCancellationRequested ? CancellationToken.None : stopping;
        var report = await _shipper.CompleteAsync(_embedded is null ? Patience : PatienceWithOwn, stopping);
        return new ShippingSummary(report, Server, _embedded is null ? Address : null, _command);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _shipper.DisposeAsync();
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
        }
    }
}
