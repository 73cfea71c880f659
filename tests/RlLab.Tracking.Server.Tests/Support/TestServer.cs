using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace RlLab.Tracking.Server.Tests.Support;

/// <summary>A server on a temporary folder, and short ways to talk to it.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly TemporaryFolder? _folder;
    private readonly HttpClient _client;

    private TestServer(TrackingServer server, TemporaryFolder? folder, bool listens)
    {
        Server = server;
        _folder = folder;
        _client = listens ? new HttpClient() : new HttpClient(server.CreateHandler());
    }

    public TrackingServer Server { get; }

    public static async Task<TestServer> StartAsync(string? directory = null, string? token = null, bool listens = true)
    {
        var folder = directory is null ? new TemporaryFolder() : null;
        var options = new TrackingServerOptions { Directory = directory ?? folder!.Path, Token = token, Listens = listens };
        return new TestServer(await TrackingServer.StartAsync(options, TestContext.Current.CancellationToken), folder, listens);
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, object body) => SendAsync(
        HttpMethod.Post, path,
        new StringContent(body as string ?? System.Text.Json.JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"));

    /// <summary>Sends to MLflow's API, or to the server's root where the path starts with a slash.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var url = path.StartsWith('/') ? path : "/api/2.0/mlflow/" + path;
        var uri = new Uri(
            Server.Address.ToString().TrimEnd('/') + url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, uri) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new Reply(response.StatusCode, response.Content.Headers.ContentType?.ToString(), bytes, response);
    }

    public async Task<string> CreateExperimentAsync(string name) =>
        (await PostAsync("experiments/create", new { name })).Json["experiment_id"]!.GetValue<string>();

    public async Task<string> CreateRunAsync(string experiment, string name = "run", params (string Key, string Value)[] tags)
    {
        var reply = await PostAsync("runs/create", new
        {
            experiment_id = experiment,
            start_time = 1_700_000_000_000,
            run_name = name,
            tags = tags.Select(tag => new { key = tag.Key, value = tag.Value }),
        });
        return reply.Json["run"]!["info"]!["run_id"]!.GetValue<string>();
    }

    /// <summary>Logs points of a metric, as many batches as it takes.</summary>
    public async Task LogAsync(string run, string metric, params (int Step, double Value, long Time)[] points)
    {
        foreach (var batch in points.Chunk(1_000))
        {
            var metrics = batch.Select(point => new
            {
                key = metric,
                value = double.IsFinite(point.Value) ? (object)point.Value : point.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
                timestamp = point.Time,
                step = point.Step,
            });
            var reply = await PostAsync("runs/log-batch", new { run_id = run, metrics });
            reply.Status.Should().Be(HttpStatusCode.OK, reply.Text);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
        _folder?.Dispose();
    }
}

/// <summary>What the server answered.</summary>
public sealed record Reply(HttpStatusCode Status, string? Type, byte[] Bytes, HttpResponseMessage Message)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Bytes)!;

    public string? ErrorCode => Json["error_code"]?.GetValue<string>();

    public string? ErrorMessage => Json["message"]?.GetValue<string>();
}
