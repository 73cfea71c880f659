using RlLab.Tracking.Server;

namespace RlLab.Tracking.Tests.Faults;

/// <summary>Embedded servers for many schedules, each of which has an experiment of its own.</summary>
public sealed class FaultServers : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<TrackingServer> _servers = [];

    /// <summary>The one that is behind a proxy.</summary>
    public Uri Disturbed => _servers[0].Address;

    /// <summary>The one that everything arrives at as it should.</summary>
    public Uri Undisturbed => _servers[1].Address;

    /// <summary>The one that takes the place of a server that has lost everything.</summary>
    public Uri Empty => _servers[2].Address;

    public async ValueTask InitializeAsync()
    {
        foreach (var name in (string[])["disturbed", "undisturbed", "empty"])
        {
            _servers.Add(await TrackingServer.StartAsync(new TrackingServerOptions { Directory = _folder.File(name) }));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _folder.Dispose();
    }
}
