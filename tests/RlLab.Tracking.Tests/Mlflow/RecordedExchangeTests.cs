using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RlLab.Tracking.Tests.Servers;

namespace RlLab.Tracking.Tests.Mlflow;

/// <summary>
/// The client says what MLflow's own client said, and understands what a real server answered
/// (tests/Golden/mlflow/exchanges.jsonl).
/// </summary>
public sealed class RecordedExchangeTests : IAsyncLifetime
{
    private LocalServer _server = null!;
    private MlflowClient _client = null!;
    private RecordedExchange? _expected;
    private string? _difference;

    public static TheoryData<string> Steps => [.. RecordedCalls.All.Keys];

    public async ValueTask InitializeAsync()
    {
        _server = await LocalServer.StartAsync(ReplayAsync);
        _client = Clients.Client(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task The_client_sends_the_recorded_request_and_reads_the_recorded_answer(string step)
    {
        _expected = RecordedExchange.All[step];

        object? result = null;
        MlflowException? failure = null;
        try
        {
            result = await RecordedCalls.All[step](_client, _expected);
        }
        catch (MlflowException error)
        {
            failure = error;
        }

        _difference.Should().BeNull();
        if (_expected.Status == 200)
        {
            failure.Should().BeNull();
            Tell(result, _expected);
        }
        else if (step == "get experiment by name: unknown")
        {
            result.Should().BeNull("an experiment that is not there is an answer and no failure");
        }
        else
        {
            Tell(failure!, _expected);
        }
    }

    public static TheoryData<string> RefusedHere => [.. RecordedCalls.RefusedHere.Keys];

    [Theory]
    [MemberData(nameof(RefusedHere))]
    public async Task What_a_server_refused_for_good_is_refused_without_asking_it(string step)
    {
        var recorded = RecordedExchange.All[step];
        recorded.Status.Should().Be(400);

        var error = (await FluentActions.Awaiting(() => RecordedCalls.RefusedHere[step](_client, recorded)).Should().ThrowAsync<MlflowException>())
            .Which;

        (error.Failure, error.Status, error.Endpoint).Should().Be((MlflowFailure.Refused, null, ""));
    }

    // Whatever the result says must stand in the recorded answer, and lists must be as long.
    private static void Tell(object? result, RecordedExchange expected)
    {
        if (expected.Response["json"] is not { } recorded)
        {
            result.Should().Be(expected.Text);
        }
        else if (result is not null)
        {
            var said = JsonSerializer.SerializeToNode(result, Wire)!;
            var content = recorded.AsObject() is { Count: 1 } wrapped && said is not JsonArray ? wrapped.Single().Value!
                : recorded;
            var list = recorded.AsObject().Select(pair => pair.Value).OfType<JsonArray>().FirstOrDefault() ?? [];
            AssertContained(said, said is JsonArray ? list : content, "answer");
        }
    }

    private static void Tell(MlflowException failure, RecordedExchange expected)
    {
        var recorded = expected.Answer;
        failure.Status.Should().Be(expected.Status);
        failure.ErrorCode.Should().Be(recorded.GetProperty("error_code").GetString());
        failure.ServerMessage.Should().Be(recorded.GetProperty("message").GetString()!.Split('\n')[0]);
        failure.Message.Should().Contain(expected.Path).And.Contain(failure.ServerMessage!.TrimEnd('.'));
        failure.IsTransient.Should().BeFalse();
        failure.Failure.Should().Be(failure.ErrorCode switch
        {
            "RESOURCE_DOES_NOT_EXIST" => MlflowFailure.NotFound,
            "RESOURCE_ALREADY_EXISTS" => MlflowFailure.AlreadyExists,
            _ => MlflowFailure.Refused,
        });
    }

    private static readonly JsonSerializerOptions Wire = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(), new Milliseconds() },
    };

    private static void AssertContained(JsonNode? said, JsonNode? recorded, string where)
    {
        switch (said)
        {
            case JsonObject item:
                foreach (var (name, value) in item.Where(pair => pair.Key is not ("is_deleted" or "data" or "inputs" or "outputs")))
                {
                    var isDefault = value is null or JsonArray { Count: 0 } || value.ToJsonString() is "0" or "\"\"";
                    (recorded!.AsObject().ContainsKey(name) || isDefault)
                        .Should().BeTrue("{0}.{1} must come from the answer", where, name);
                    if (recorded.AsObject().ContainsKey(name))
                    {
                        AssertContained(value, recorded[name], $"{where}.{name}");
                    }
                }

                // The server leaves out a part that is empty.
                foreach (var part in new[] { "data", "inputs", "outputs" }.Where(item.ContainsKey))
                {
                    AssertContained(item[part], recorded![part] ?? new JsonObject(), $"{where}.{part}");
                }

                break;
            case JsonArray items:
                items.Should().HaveCount(recorded!.AsArray().Count, where);
                for (var i = 0; i < items.Count; i++)
                {
                    AssertContained(items[i], recorded.AsArray()[i], $"{where}[{i}]");
                }

                break;
            default:
                Normal(said).Should().Be(Normal(recorded), where);
                break;
        }
    }

    private static string? Normal(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? value.Deserialize<double>().ToString("R") : value?.ToString();

    private async Task ReplayAsync(HttpContext context)
    {
        var expected = _expected!;
        var body = await LocalServer.BodyAsync(context);
        _difference = Difference(context, body, expected);
        await LocalServer.AnswerAsync(context, expected.Status, (string)expected.Response["type"]!, expected.Text);
    }

    private static string? Difference(HttpContext context, byte[] body, RecordedExchange expected)
    {
        var sent = $"{context.Request.Method} {LocalServer.RawPath(context)}";
        if (sent != $"{expected.Method} {expected.Path}")
        {
            return $"sent {sent}";
        }

        var query = context.Request.Query.SelectMany(pair => pair.Value.Select(value => (pair.Key, value!)));
        if (!query.OrderBy(pair => pair.Key).SequenceEqual(expected.QueryPairs.OrderBy(pair => pair.Key)))
        {
            return "asked for " + context.Request.QueryString;
        }

        if (context.Request.Headers.TransferEncoding.Count > 0
            || (body.Length > 0 && context.Request.ContentLength != body.Length))
        {
            return "sent a body without its length";
        }

        if (expected.Request["json"] is { } json)
        {
            return context.Request.ContentType == "application/json" && JsonNode.DeepEquals(JsonNode.Parse(body), json)
                ? null
                : "sent " + Encoding.UTF8.GetString(body);
        }

        return Encoding.UTF8.GetString(body) == ((string?)expected.Request["text"] ?? "") ? null
            : "sent " + Encoding.UTF8.GetString(body);
    }

    private sealed class Milliseconds : System.Text.Json.Serialization.JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
    }
}
