using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

/// <summary>Traces, which nothing in RlLab makes, but which MLflow's clients send.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string Current = "/api/3.0/mlflow/traces";

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_trace_comes_back_as_it_was_sent_with_the_place_for_its_spans()
    {
        var started = await StartAsync("tr-1", time: "2026-01-31T12:00:00.123Z", duration: "1.5s", tags: new { colour = "red" });

        started.Status.Should().Be(HttpStatusCode.OK, started.Text);
        var info = (await _server.GetAsync($"{Current}/tr-1")).Json["trace"]!["trace_info"]!;
        info["trace_location"]!.ToJsonString().Should().Be("""{"mlflow_experiment":{"experiment_id":"0"},"type":"MLFLOW_EXPERIMENT"}""");
        info["request_time"]!.GetValue<string>().Should().Be("2026-01-31T12:00:00.123Z");
        info["execution_duration"]!.GetValue<string>().Should().Be("1.5s");
        info["state"]!.GetValue<string>().Should().Be("OK");
        info["tags"]!.ToJsonString().Should().Be(
            """{"colour":"red","mlflow.artifactLocation":"mlflow-artifacts:/0/traces/tr-1/artifacts"}""");
    }

    [Fact]
    public async Task A_trace_of_MLflow_2_goes_on_until_it_is_ended()
    {
        var started = (await _server.PostAsync("traces", new
        {
            experiment_id = "0", timestamp_ms = 1000, tags = new[] { new { key = "a", value = "1" } },
        })).Json["trace_info"]!;
        var id = started["request_id"]!.GetValue<string>();
        started["status"]!.GetValue<string>().Should().Be("IN_PROGRESS");

        await SendAsync(HttpMethod.Patch, $"/api/2.0/mlflow/traces/{id}", new JsonObject
        {
            ["timestamp_ms"] = 3000, ["status"] = "OK", ["tags"] = new JsonArray(new JsonObject { ["key"] = "a", ["value"] = "2" }),
        });

        var info = (await _server.GetAsync($"traces/{id}/info")).Json["trace_info"]!;
        info["execution_time_ms"]!.GetValue<int>().Should().Be(2000);
        info["status"]!.GetValue<string>().Should().Be("OK");
        info["tags"]![0]!["value"]!.GetValue<string>().Should().Be("2");
        (await SearchAsync("")).Should().Be(id, "both versions see the same traces");
    }

    [Theory]
    [InlineData("", "", "tr-3 tr-2 tr-1")]
    [InlineData("status = 'OK'", "timestamp ASC", "tr-1 tr-2")]
    [InlineData("trace.execution_time > 1000", "", "tr-2")]
    [InlineData("tags.colour = 'red'", "", "tr-3 tr-1")]
    [InlineData("metadata.`who` LIKE 'ann%'", "", "tr-1")]
    [InlineData("name = 'second'", "", "tr-2")]
    [InlineData("run_id = 'RUN'", "", "tr-2 tr-1")]
    [InlineData("request_id IN ('tr-1', 'tr-3')", "request_id DESC", "tr-3 tr-1")]
    public async Task Traces_are_found_by_what_is_known_of_them(string filter, string order, string expected)
    {
        var run = await _server.CreateRunAsync("0");
        await StartAsync("tr-1", "2026-01-01T00:00:01Z", "1s", new { colour = "red" }, new Dictionary<string, string>
        {
            ["who"] = "ann", ["mlflow.sourceRun"] = run,
        });
        await StartAsync("tr-2", "2026-01-01T00:00:02Z", "2s", new Dictionary<string, string> { ["mlflow.traceName"] = "second" });
        await StartAsync("tr-3", "2026-01-01T00:00:03Z", "0.5s", new { colour = "red" }, state: "ERROR");
        await _server.PostAsync("traces/link-to-run", new { trace_ids = new[] { "tr-2", "tr-unknown" }, run_id = run });

        (await SearchAsync(filter.Replace("RUN", run), order)).Should().Be(expected);
    }

    [Fact]
    public async Task Tags_are_set_and_deleted()
    {
        await StartAsync("tr-1");

        await SendAsync(HttpMethod.Patch, $"{Current}/tr-1/tags", new JsonObject { ["key"] = "colour", ["value"] = "green" });
        (await _server.GetAsync($"{Current}/tr-1")).Json["trace"]!["trace_info"]!["tags"]!["colour"]!.GetValue<string>().Should().Be("green");

        (await DeleteAsync()).Status.Should().Be(HttpStatusCode.OK);
        (await DeleteAsync()).Status.Should().Be(HttpStatusCode.NotFound);

        Task<Reply> DeleteAsync() => SendAsync(HttpMethod.Delete, $"{Current}/tr-1/tags", new JsonObject { ["key"] = "colour" });
    }

    [Fact]
    public async Task Deleted_traces_take_their_spans_along_the_oldest_first()
    {
        foreach (var (id, second) in ((string, int)[])[("tr-1", 1), ("tr-2", 2), ("tr-3", 3)])
        {
            await StartAsync(id, $"2026-01-01T00:00:0{second}Z");
            await _server.SendAsync(
                HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/0/traces/{id}/artifacts/traces.json", new StringContent("""{"spans":[]}"""));
        }

        (await _server.GetAsync("/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-1")).Text.Should().Be("""{"spans":[]}""");
        var deleted = await _server.PostAsync(
            "traces/delete-traces", new { experiment_id = "0", max_timestamp_millis = 1_900_000_000_000, max_traces = 1 });

        deleted.Json["traces_deleted"]!.GetValue<int>().Should().Be(1);
        (await SearchAsync("")).Should().Be("tr-3 tr-2");
        (await _server.GetAsync("/api/2.0/mlflow-artifacts/artifacts?path=0/traces/tr-1/artifacts")).Json["files"]!.AsArray().Should().BeEmpty();
        (await _server.PostAsync("traces/delete-traces", new { experiment_id = "0", request_ids = new[] { "tr-3" } }))
            .Json["traces_deleted"]!.GetValue<int>().Should().Be(1);
    }

    [Theory]
    [InlineData("""{"experiment_id":"0"}""")]
    [InlineData("""{"experiment_id":"0","max_timestamp_millis":1,"request_ids":["tr-1"]}""")]
    [InlineData("""{"experiment_id":"0","request_ids":["tr-1"],"max_traces":1}""")]
    [InlineData("""{"experiment_id":"0","max_timestamp_millis":1,"max_traces":0}""")]
    public async Task A_deletion_that_does_not_say_of_what_deletes_nothing(string body)
    {
        await StartAsync("tr-1");

        (await _server.PostAsync("traces/delete-traces", body)).Status.Should().Be(HttpStatusCode.BadRequest);
        (await SearchAsync("")).Should().Be("tr-1");
    }

    [Theory]
    [InlineData("../../other", "2026-01-01T00:00:00Z", "1s", "OK")]
    [InlineData("", "2026-01-01T00:00:00Z", "1s", "OK")]
    [InlineData("tr-1", "yesterday", "1s", "OK")]
    [InlineData("tr-1", "1066-01-01T00:00:00Z", "1s", "OK")]
    [InlineData("tr-1", "2026-01-01T00:00:00Z", "a second", "OK")]
    [InlineData("tr-1", "2026-01-01T00:00:00Z", "1s", "FINE")]
    public async Task A_trace_that_makes_no_sense_is_refused(string id, string time, string duration, string state) =>
        (await StartAsync(id, time, duration, state: state)).Status.Should().Be(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Clients_are_told_to_send_spans_as_a_file()
    {
        var reply = await _server.SendAsync(HttpMethod.Post, "/v1/traces", new ByteArrayContent([1, 2, 3]));

        reply.Status.Should().Be(HttpStatusCode.NotImplemented);
        reply.ErrorMessage.Should().StartWith("REST OTLP span logging is not supported", "MLflow's client looks for these words, and does not warn");
    }

    private Task<Reply> StartAsync(
        string id, string time = "2026-01-01T00:00:00Z", string duration = "1s", object? tags = null, object? metadata = null, string state = "OK") =>
        _server.PostAsync(Current, new
        {
            trace = new
            {
                trace_info = new
                {
                    trace_id = id,
                    trace_location = new { type = "MLFLOW_EXPERIMENT", mlflow_experiment = new { experiment_id = "0" } },
                    request_time = time,
                    execution_duration = duration,
                    state,
                    tags = tags ?? new { },
                    trace_metadata = metadata ?? new { },
                },
            },
        });

    private async Task<string> SearchAsync(string filter, string order = "")
    {
        var reply = await _server.PostAsync($"{Current}/search", new
        {
            locations = new[] { new { mlflow_experiment = new { experiment_id = "0" } } },
            filter,
            order_by = order.Length == 0 ? Array.Empty<string>() : [order],
        });
        reply.Status.Should().Be(HttpStatusCode.OK, reply.Text);
        return string.Join(' ', reply.Json["traces"]?.AsArray().Select(trace => trace!["trace_id"]!.GetValue<string>()) ?? []);
    }

    private Task<Reply> SendAsync(HttpMethod method, string path, JsonObject body) =>
        _server.SendAsync(method, path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
}
