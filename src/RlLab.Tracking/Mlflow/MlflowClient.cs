using Polly;

namespace RlLab.Tracking;

/// <summary>A client of an MLflow server, 2.x or 3.x, by subject. Safe for use from several threads.</summary>
/// <remarks>
/// Every method throws <see cref="MlflowException"/> on any failure, and repeats first what may be repeated (<see cref="MlflowRetry"/>).
/// What a server would cut, or swallow and store otherwise, is refused before it is sent.
/// </remarks>
public sealed class MlflowClient : IDisposable
{
    private readonly HttpMessageHandler _handler;
    private readonly MlflowConnection _connection;
    private readonly MlflowConnection _registry;

    /// <summary>A client of one server.</summary>
    /// <param name="settings">Which server, as whom, and how.</param>
    /// <param name="clock">For waits between tries, and for the time of what is logged without one; null for the system's.</param>
    /// <param name="random">For the chance in those waits; null for one that starts from the clock.</param>
    /// <param name="handler">What sends the requests instead of the network, and is disposed with this; its settings then are its own.</param>
    /// <exception cref="MlflowSettingsException">A certificate's file cannot be read.</exception>
    public MlflowClient(MlflowSettings settings, TimeProvider? clock = null, RandomGenerator? random = null, HttpMessageHandler? handler = null)
        : this(
            settings, clock ?? TimeProvider.System, handler,
            MlflowConnection.Repeating(settings.Retry, clock ?? TimeProvider.System, random), () => settings.Retry.Timeout)
    {
    }

    /// <summary>A client that repeats in a way of its own, and gives each try the time that <paramref name="timeout"/> says then.</summary>
    internal MlflowClient(
        MlflowSettings settings, TimeProvider clock, HttpMessageHandler? handler, ResiliencePipeline repeating, Func<TimeSpan> timeout)
    {
        Settings = settings;
        _handler = handler ?? MlflowHandler.Create(settings);
        _connection = new MlflowConnection(settings, clock, _handler, repeating, timeout);
        _registry = settings.RegistryAddress is { } registry
            ? new MlflowConnection(settings with { Address = registry }, clock, _handler, repeating, timeout)
            : _connection;
        Experiments = new MlflowExperiments(_connection);
        Runs = new MlflowRuns(_connection);
        Metrics = new MlflowMetrics(_connection);
        LoggedModels = new MlflowLoggedModels(_connection);
        RegisteredModels = new MlflowRegisteredModels(_registry);
        ModelVersions = new MlflowModelVersions(_registry);
        Artifacts = new MlflowArtifacts(_connection, _registry);
    }

    /// <summary>Which server, as whom, and how.</summary>
    public MlflowSettings Settings { get; }

    /// <summary>Experiments, and the datasets of their runs.</summary>
    public MlflowExperiments Experiments { get; }

    /// <summary>Runs, and what is logged to them.</summary>
    public MlflowRuns Runs { get; }

    /// <summary>The points of metrics.</summary>
    public MlflowMetrics Metrics { get; }

    /// <summary>The files of runs, logged models and model versions.</summary>
    public MlflowArtifacts Artifacts { get; }

    /// <summary>Models that runs have made (MLflow 3).</summary>
    public MlflowLoggedModels LoggedModels { get; }

    /// <summary>The registry's models: their names, tags and aliases.</summary>
    public MlflowRegisteredModels RegisteredModels { get; }

    /// <summary>The versions of the registry's models.</summary>
    public MlflowModelVersions ModelVersions { get; }

    /// <summary>The server's version, such as <c>3.11.2</c>: also the way to ask whether it is there.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<string> GetVersionAsync(CancellationToken cancellation = default) => _connection.Version.AskAsync(cancellation);

    /// <summary>Lets go of the connections.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        _registry.Dispose();
        _handler.Dispose();
    }
}
