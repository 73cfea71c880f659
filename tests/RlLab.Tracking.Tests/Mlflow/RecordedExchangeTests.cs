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
    private const string Run = "46941d19b2cc40f7ab621382588d26e3";
    private static readonly MlflowRunInfo RunInfo = new(Run, "1", "trial-1", "RUNNING", $"mlflow-artifacts:/1/{Run}/artifacts",
        "active");

    /// <summary>How each recorded request is made with the client.</summary>
    private static readonly Dictionary<string, Func<MlflowClient, RecordedExchange, Task<object?>>> Calls = new()
    {
        ["version"] = async (client, _) => await client.GetVersionAsync(),
        ["create experiment: same name"] = CreateExperiment,
        ["create experiment: name too long"] = CreateExperiment,
        ["create experiment: name of a deleted one"] = CreateExperiment,
        ["get experiment"] = GetExperiment,
        ["get experiment: unknown"] = GetExperiment,
        ["get experiment: not a number"] = GetExperiment,
        ["get deleted experiment"] = GetExperiment,
        ["get experiment by name"] = FindExperiment,
        ["get experiment by name: unknown"] = FindExperiment,
        ["search experiments"] = SearchExperiments,
        ["search experiments: filter"] = SearchExperiments,
        ["search experiments: bad filter"] = SearchExperiments,
        ["create run"] = CreateRun,
        ["create child run"] = CreateRun,
        ["create run: no name"] = CreateRun,
        ["create run: unknown experiment"] = CreateRun,
        ["create run: deleted experiment"] = CreateRun,
        ["log batch"] = LogBatch,
        ["log batch: conflicting param"] = LogBatch,
        ["log batch: repeated param"] = LogBatch,
        ["set tag"] = SetTag,
        ["set tag again"] = SetTag,
        ["get run"] = GetRun,
        ["get child run"] = GetRun,
        ["get run: unknown"] = GetRun,
        ["get deleted run"] = GetRun,
        ["metric history"] = MetricHistory,
        ["metric history: unknown key"] = MetricHistory,
        ["finish run"] = UpdateRun,
        ["rename run"] = UpdateRun,
        ["search runs: metric"] = SearchRuns,
        ["search runs: param"] = SearchRuns,
        ["search runs: tag"] = SearchRuns,
        ["search runs: parent"] = SearchRuns,
        ["search runs: status"] = SearchRuns,
        ["search runs: name"] = SearchRuns,
        ["search runs: start_time"] = SearchRuns,
        ["search runs: in"] = SearchRuns,
        ["search runs: is null"] = SearchRuns,
        ["search runs: none match"] = SearchRuns,
        ["search runs: dataset"] = SearchRuns,
        ["search runs: or is refused"] = SearchRuns,
        ["search runs: bad column"] = SearchRuns,
        ["search runs: order by metric"] = SearchRuns,
        ["search runs: order by param desc"] = SearchRuns,
        ["search runs: deleted only"] = SearchRuns,
        ["search runs: all"] = SearchRuns,
        ["search runs: too many"] = SearchRuns,
        ["put artifact"] = PutArtifact,
        ["put artifact in a folder"] = PutArtifact,
        ["put empty artifact"] = PutArtifact,
        ["list artifacts"] = ListArtifacts,
        ["list artifacts in a folder"] = ListArtifacts,
        ["list artifacts: unknown folder"] = ListArtifacts,
        ["list artifacts: path leaves"] = ListArtifacts,
        ["get artifact"] = async (client, _) => Encoding.UTF8.GetString(await client.Artifacts.GetAsync(RunInfo, "notes.txt")),
        ["get artifact: unknown"] = async (client, _) => await client.Artifacts.GetAsync(RunInfo, "nope.txt"),
    };

    private LocalServer _server = null!;
    private MlflowClient _client = null!;
    private RecordedExchange? _expected;
    private string? _difference;

    public static TheoryData<string> Steps => [.. Calls.Keys];

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
            result = await Calls[step](_client, _expected);
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
    };

    private static void AssertContained(JsonNode? said, JsonNode? recorded, string where)
    {
        switch (said)
        {
            case JsonObject item:
                foreach (var (name, value) in item.Where(pair => pair.Key is not ("is_deleted" or "data")))
                {
                    var isDefault = value is null or JsonArray { Count: 0 } || value.ToJsonString() is "0" or "\"\"";
                    (recorded!.AsObject().ContainsKey(name) || isDefault)
                        .Should().BeTrue("{0}.{1} must come from the answer", where, name);
                    if (recorded.AsObject().ContainsKey(name))
                    {
                        AssertContained(value, recorded[name], $"{where}.{name}");
                    }
                }

                if (item["data"] is { } data)
                {
                    AssertContained(data, recorded!["data"] ?? new JsonObject(), $"{where}.data");
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

        var query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        if (!query.OrderBy(pair => pair.Key).SequenceEqual(expected.Query.OrderBy(pair => pair.Key)))
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

    private static async Task<object?> CreateExperiment(MlflowClient client, RecordedExchange recorded) =>
        await client.CreateExperimentAsync(recorded.Field("name"));

    private static async Task<object?> GetExperiment(MlflowClient client, RecordedExchange recorded) =>
        await client.GetExperimentAsync(recorded.Query["experiment_id"]);

    private static async Task<object?> FindExperiment(MlflowClient client, RecordedExchange recorded) =>
        await client.FindExperimentAsync(recorded.Query["experiment_name"]);

    private static async Task<object?> SearchExperiments(MlflowClient client, RecordedExchange recorded) =>
        await client.SearchExperimentsAsync(
            (string?)recorded.Body["filter"], (string?)recorded.Body["order_by"]?[0], (string?)recorded.Body["view_type"],
            (int)recorded.Body["max_results"]!).ToListAsync();

    private static async Task<object?> CreateRun(MlflowClient client, RecordedExchange recorded) =>
        await client.CreateRunAsync(
            recorded.Field("experiment_id"), (long)recorded.Body["start_time"]!, (string?)recorded.Body["run_name"],
            (string?)recorded.Body["user_id"],
            recorded.Body.ContainsKey("tags") ? recorded.List("tags", Tag) : null);

    private static async Task<object?> GetRun(MlflowClient client, RecordedExchange recorded) =>
        await client.GetRunAsync(recorded.Query["run_id"]);

    private static async Task<object?> UpdateRun(MlflowClient client, RecordedExchange recorded) =>
        await client.UpdateRunAsync(recorded.Field("run_id"), (string?)recorded.Body["status"], (long?)recorded.Body["end_time"],
            (string?)recorded.Body["run_name"]);

    private static async Task<object?> SearchRuns(MlflowClient client, RecordedExchange recorded) =>
        await client.SearchRunsAsync(
            recorded.Body["experiment_ids"]!.Deserialize<string[]>()!, (string?)recorded.Body["filter"],
            recorded.Body["order_by"]?.Deserialize<string[]>(),
            (string?)recorded.Body["run_view_type"], (int)recorded.Body["max_results"]!).ToListAsync();

    private static async Task<object?> LogBatch(MlflowClient client, RecordedExchange recorded)
    {
        var metrics = recorded.List("metrics", metric =>
            new MlflowMetric((string)metric["key"]!, (double)metric["value"]!, (long)metric["timestamp"]!,
                (long)metric["step"]!));
        await client.LogBatchAsync(
            recorded.Field("run_id"), metrics,
            recorded.List("params", pair => new MlflowParameter((string)pair["key"]!, (string)pair["value"]!)),
            recorded.List("tags", Tag));
        return null;
    }

    private static async Task<object?> SetTag(MlflowClient client, RecordedExchange recorded)
    {
        await client.SetTagAsync(recorded.Field("run_id"), recorded.Field("key"), recorded.Field("value"));
        return null;
    }

    private static async Task<object?> MetricHistory(MlflowClient client, RecordedExchange recorded) =>
        await client.GetMetricHistoryAsync(recorded.Query["run_id"], recorded.Query["metric_key"],
            int.Parse(recorded.Query["max_results"])).ToListAsync();

    private static async Task<object?> PutArtifact(MlflowClient client, RecordedExchange recorded)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("content"), (string)recorded.Request["text"]!);
        await client.Artifacts.PutAsync(RunInfo, recorded.Path.Split("/artifacts/")[^1], folder.File("content"));
        return null;
    }

    private static async Task<object?> ListArtifacts(MlflowClient client, RecordedExchange recorded) =>
        await client.Artifacts.ListAsync(recorded.Query["run_id"], recorded.Query.GetValueOrDefault("path")).ToListAsync();

    private static MlflowTag Tag(JsonObject tag) => new((string)tag["key"]!, (string)tag["value"]!);
}
