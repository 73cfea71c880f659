using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>A server with the results of a made-up sweep, for the tests of one class.</summary>
public sealed class SampleServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public TrackingServer Server { get; private set; } = null!;

    public string Folder => _folder.Path;

    public string Experiment { get; private set; } = null!;

    public string Sweep { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TrackingServer.StartAsync(new TrackingServerOptions { Directory = _folder.Path });
        (Experiment, Sweep) = SampleLab.AddSweep(Server, _folder.Path);
    }

    /// <summary>The id of a run of the sweep.</summary>
    public string Run(string name) => Server.Database.Read(connection =>
        Dapper.SqlMapper.ExecuteScalar<string>(connection, "SELECT run_id FROM runs WHERE name = @name", new { name }))!;

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
