using RlLab.Tracking.Server;

namespace RlLab.Tracking.Tests.Mlflow.Subjects;

/// <summary>A server that the client's subjects are tried on: the embedded one, and a real MLflow where one is named.</summary>
/// <remarks><c>RLLAB_TEST_MLFLOW=1</c> adds the server of <c>MLFLOW_TRACKING_URI</c>, with MLflow's other variables.</remarks>
public sealed class ServerUnderTest : IAsyncDisposable
{
    private const string Embedded = "embedded";
    private const string Real = "real";

    private readonly TemporaryFolder? _folder;
    private readonly TrackingServer? _server;

    private ServerUnderTest(TemporaryFolder? folder, TrackingServer? server, MlflowSettings settings)
    {
        (_folder, _server) = (folder, server);
        Client = new MlflowClient(settings, TimeProvider.System, new RandomGenerator(1));
    }

    public static TheoryData<string> All => Environment.GetEnvironmentVariable("RLLAB_TEST_MLFLOW") is "1" ? [Embedded, Real] : [Embedded];

    public MlflowClient Client { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ServerUnderTest> StartAsync(string kind)
    {
        if (kind == Real)
        {
            return new ServerUnderTest(null, null, MlflowSettings.Read(
                Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile))!);
        }

        var folder = new TemporaryFolder();
        var server = await TrackingServer.StartAsync(new TrackingServerOptions { Directory = folder.File("lab") }, Stop);
        return new ServerUnderTest(folder, server, new MlflowSettings(server.Address) { Retry = MlflowRetry.None });
    }

    /// <summary>A name that no earlier test has left on a server.</summary>
    public static string Fresh(string name) => $"{name}-{Guid.NewGuid():n}";

    public Task<string> CreateExperimentAsync() => Client.Experiments.CreateAsync(Fresh("client"), cancellation: Stop);

    public async Task<MlflowRun> CreateRunAsync(string? name = null) =>
        await Client.Runs.CreateAsync(await CreateExperimentAsync(), name, cancellation: Stop);

    /// <summary>Skips a test of what this server does not offer.</summary>
    public async Task NeedsAsync(string what, Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (MlflowException error) when (error.Failure is MlflowFailure.Unsupported or MlflowFailure.NotMlflow)
        {
            Assert.Skip($"{Client.Settings.Address} does not offer {what}: {error.Message}");
        }
    }

    /// <summary>Skips a test of what only MLflow 3 has, once an older server was seen to be told so.</summary>
    public async Task NeedsLoggedModelsAsync()
    {
        if ((await Client.GetVersionAsync(Stop)).StartsWith('2'))
        {
            var get = () => Client.LoggedModels.GetAsync("m-0", Stop);
            (await get.Should().ThrowAsync<MlflowException>().WithMessage("Logged models need MLflow 3 or later*is MLflow 2.*"))
                .Which.Failure.Should().Be(MlflowFailure.Unsupported);
            Assert.Skip("This server is older than logged models, and the client says so.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder?.Dispose();
    }
}
