using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Curves;
using RlLab.Tracking.Server.Endpoints;
using RlLab.Tracking.Server.Graph;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Images;
using RlLab.Tracking.Server.InProcess;
using RlLab.Tracking.Server.Pages;
using RlLab.Tracking.Server.Rankings;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Tables;

namespace RlLab.Tracking.Server;

/// <summary>A tracking server that MLflow's clients can talk to, on SQLite, with pages to look at the results.</summary>
/// <remarks>
/// It speaks MLflow's REST API (the endpoints are listed in this folder's README) and keeps everything in one folder.
/// A point that it has acknowledged survives the end of its process, however sudden.
/// </remarks>
public sealed class TrackingServer : IAsyncDisposable
{
    /// <summary>The version of MLflow whose answers this server gives, as <c>/version</c> tells it to clients.</summary>
    public const string MlflowVersion = "3.11.2";

    /// <summary>What requests to a server that does not listen are addressed to, for the sake of their form.</summary>
    private static readonly Uri Nowhere = new("http://localhost/");

    private readonly WebApplication _application;
    private readonly Database _database;

    private TrackingServer(WebApplication application, Database database, Uri address)
    {
        _application = application;
        _database = database;
        Address = address;
    }

    /// <summary>
    /// Where this machine reaches the server, such as <c>http://127.0.0.1:5000/</c>; what <c>MLFLOW_TRACKING_URI</c> takes. Of one that does not
    /// listen, what a client in this process is to be given beside <see cref="CreateHandler"/>.
    /// </summary>
    public Uri Address { get; }

    internal Database Database => _database;

    /// <summary>Every address that is answered.</summary>
    internal IEnumerable<RouteEndpoint> Routes =>
        ((IEndpointRouteBuilder)_application).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    /// <summary>What an <see cref="HttpClient"/> of this process reaches a server with that does not listen. It holds answers in memory.</summary>
    /// <exception cref="InvalidOperationException">The server listens, and is reached at its <see cref="Address"/>.</exception>
    public HttpMessageHandler CreateHandler() => _application.Services.GetRequiredService<IServer>() is InProcessServer server
        ? new InProcessHandler(server)
        : throw new InvalidOperationException($"The server listens at {Address}. Ask it there, or start it with Listens = false.");

    /// <summary>Opens the folder's results, or creates them, and starts to listen.</summary>
    /// <param name="options">The folder, and where to listen.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The running server; dispose it to stop.</returns>
    /// <exception cref="TrackingServerException">
    /// The folder cannot be used, the port is taken, or others would reach the server without a token; the message says which.
    /// </exception>
    public static async Task<TrackingServer> StartAsync(
        TrackingServerOptions options, CancellationToken cancellationToken = default)
    {
        if (options.Listens && !IPAddress.IsLoopback(options.Host) && options.Token is null)
        {
            throw new TrackingServerException(
                $"Other machines could reach the server at {options.Host}, and write to it: give it a token, or let it listen on loopback only.");
        }

        var database = Database.Open(options.Directory, options.Clock);
        try
        {
            var application = Build(options, database);
            try
            {
                await application.StartAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                await application.DisposeAsync().ConfigureAwait(false);
                var why = error.InnerException is AddressInUseException
                    ? "is taken by another program"
                    : $"cannot be used ({error.Message.TrimEnd('.')})";
                throw new TrackingServerException(
                    $"Port {options.Port} of this machine {why}. Choose another port, or 0 for a free one.", error);
            }

            var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
            var address = addresses is null ? Nowhere : Reachable(new Uri(addresses.First()), options.Host);
            return new TrackingServer(application, database, address);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Lets the requests under way finish, then closes the results.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _database.Dispose();
    }

    private static WebApplication Build(TrackingServerOptions options, Database database)
    {
        // The empty builder reads no settings files and writes no log: a library has no business with either.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddCompression();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        if (options.Listens)
        {
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        }
        else
        {
            builder.Services.AddSingleton<IServer, InProcessServer>();
        }

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));

        var application = builder.Build();
        application.UseResponseCompression();
        application.UseMiddleware<ErrorReplies>();
        application.UseMiddleware<HostAndOriginRules>(options.Token is not null);
        if (options.Token is not null)
        {
            application.UseMiddleware<TokenRule>(options.Token);
        }

        application.UseRouting();

        var artifacts = new ArtifactFolder(Path.Combine(database.Directory, "mlartifacts"));
        artifacts.RemoveBrokenUploads(options.Clock);
        application.MapServerInformation();
        application.MapExperiments(database, options.Clock);
        application.MapRuns(database);
        application.MapLogging(database);
        application.MapMetrics(database);
        application.MapArtifacts(database, artifacts);
        application.MapRegisteredModels(database, options.Clock);
        application.MapModelVersions(database, options.Clock);
        application.MapLoggedModels(database, artifacts, options.Clock);
        application.MapRunTables(database);
        application.MapCurves(database);
        application.MapRankings(database);
        application.MapImages(database, artifacts);
        application.MapGraphQueries(database, artifacts);
        application.MapTraces(database, artifacts);
        application.MapPages(database, artifacts, options.Clock);
        return application;
    }

    /// <summary>The address at which this machine itself reaches the server.</summary>
    private static Uri Reachable(Uri listening, IPAddress host) => host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any)
        ? new UriBuilder(listening) { Host = host.Equals(IPAddress.Any) ? "127.0.0.1" : "[::1]" }.Uri
        : listening;

    private static void Listen(KestrelServerOptions kestrel, TrackingServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestReader.LongestBody;
        kestrel.Limits.MaxRequestLineSize = RequestReader.LongestAddress;
        kestrel.Listen(options.Host, options.Port);
    }

    /// <summary>Leaves Ctrl-C to the program that hosts the server.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
