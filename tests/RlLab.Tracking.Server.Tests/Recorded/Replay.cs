using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Recorded;

/// <summary>Sends every recorded request, in order, to a fresh server and keeps the answers.</summary>
/// <param name="listens">Whether the server is reached over the network, or within this process.</param>
public abstract class Replay(bool listens) : IAsyncLifetime
{
    // An escape such as \u0027 ends in digits that could be taken for an id's.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(Exchange Recorded, JsonNode? Expected, Reply Actual)> _answers = [];

    public (Exchange Recorded, JsonNode? Expected, Reply Actual) this[int index] => _answers[index];

    public async ValueTask InitializeAsync()
    {
        await using var server = await TestServer.StartAsync(listens: listens);
        var generated = new GeneratedValues();
        foreach (var exchange in Exchange.All)
        {
            var reply = await SendAsync(server, exchange, generated);
            var recorded = exchange.Response["json"];
            if (recorded is not null && reply.Type == "application/json")
            {
                generated.Learn(recorded, reply.Json);
            }

            var expected = recorded is null ? null : JsonNode.Parse(generated.Translate(recorded.ToJsonString(Plain)));
            _answers.Add((exchange, expected, reply));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Task<Reply> SendAsync(TestServer server, Exchange exchange, GeneratedValues generated)
    {
        var request = exchange.Request;
        var path = generated.Translate(request["path"]!.GetValue<string>());
        if (request["query"] is JsonObject query)
        {
            var pairs = query.SelectMany(field => field.Value is JsonArray values
                ? values.Select(value => (field.Key, Value: value!.ToString()))
                : [(field.Key, Value: field.Value!.ToString())]);
            path += "?" + string.Join('&', pairs.Select(pair => $"{pair.Key}={Uri.EscapeDataString(generated.Translate(pair.Value))}"));
        }

        HttpContent? content = null;
        var headers = request["headers"]?.AsObject().Select(header => (Name: header.Key, Value: header.Value!.GetValue<string>())).ToArray() ?? [];
        if (request["json"] is { } json)
        {
            content = new StringContent(generated.Translate(json.ToJsonString(Plain)), Encoding.UTF8, "application/json");
        }
        else if (request["text"] is { } text)
        {
            var type = headers.FirstOrDefault(header => header.Name == "Content-Type").Value ?? "application/octet-stream";
            content = new StringContent(text.GetValue<string>(), Encoding.UTF8);
            content.Headers.ContentType = new(type);
        }

        return server.SendAsync(new HttpMethod(request["method"]!.GetValue<string>()), path, content, headers);
    }
}

/// <summary>The same over the network.</summary>
public sealed class NetworkReplay() : Replay(listens: true);

/// <summary>The same within this process.</summary>
public sealed class InProcessReplay() : Replay(listens: false);
