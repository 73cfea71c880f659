using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

public sealed class LoggingTests
{
    private const string LogMetric = "runs/log-metric", LogBatch = "runs/log-batch";

    [Fact]
    public async Task A_run_that_goes_on_again_has_no_end_any_more()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.PostAsync("runs/update", new { run_id = run, status = "KILLED", end_time = 1_700_000_060_000 });
        (await server.PostAsync("runs/update", new { run_id = run, run_name = "other" })).Json["run_info"]!["end_time"]!.GetValue<long>()
            .Should().Be(1_700_000_060_000, "nothing was said of how it stands");

        var info = (await server.PostAsync("runs/update", new { run_id = run, status = "RUNNING" })).Json["run_info"]!;

        info["status"]!.GetValue<string>().Should().Be("RUNNING");
        info["end_time"].Should().BeNull();
        (await server.GetAsync("/runs/" + run)).Text.Should().Contain("running for");
    }

    [Fact]
    public async Task A_point_that_is_sent_again_is_there_once_and_one_that_differs_is_kept()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        object[] points =
        [
            new { run_id = run, key = "m", value = 1.0, timestamp = 10, step = 5 },
            new { run_id = run, key = "m", value = 1.0, timestamp = 10, step = 5 },
            new { run_id = run, key = "m", value = 2.0, timestamp = 10, step = 5 },
            new { run_id = run, key = "m", value = 1.0, timestamp = 11, step = 5 },
        ];

        foreach (var point in points)
        {
            await server.PostAsync(LogMetric, point);
        }

        (await HistoryAsync(server, run, "m")).Should().Equal((5, 10, 1.0), (5, 10, 2.0), (5, 11, 1.0));
    }

    [Fact]
    public async Task Models_logged_as_MLflow_2_does_it_gather_in_a_tag_without_their_configurations()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");

        foreach (var path in (string[])["first", "second"])
        {
            var flavors = new { python_function = new { loader_module = "x", config = new { @long = 1 } } };
            var json = JsonSerializer.Serialize(
                new { run_id = run, artifact_path = path, utc_time_created = "2025-01-01", mlflow_version = "2.21.1", flavors });
            (await server.PostAsync("runs/log-model", new { run_id = run, model_json = json })).Status.Should().Be(HttpStatusCode.OK);
        }

        var tags = (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["data"]!["tags"]!.AsArray();
        var history = tags.Single(tag => tag!["key"]!.GetValue<string>() == "mlflow.log-model.history")!["value"]!.GetValue<string>();
        var models = JsonNode.Parse(history)!.AsArray();
        models.Select(model => model!["artifact_path"]!.GetValue<string>()).Should().Equal("first", "second");
        models[0]!.ToJsonString().Should().Contain("loader_module").And.NotContain("config").And.NotContain("mlflow_version");
    }

    [Theory]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("""{"run_id":"r","flavors":{}}""", "artifact_path, utc_time_created")]
    public async Task A_model_that_cannot_be_read_is_refused(string json, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");

        var reply = await server.PostAsync("runs/log-model", new { run_id = run, model_json = json });

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain(expected);
    }

    [Fact]
    public async Task The_last_point_is_that_of_the_highest_step_whatever_the_order()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");

        await server.PostAsync(LogMetric, new { run_id = run, key = "m", value = 30.0, timestamp = 1, step = 30 });
        await server.PostAsync(LogBatch, new
        {
            run_id = run,
            metrics = new[] { new { key = "m", value = 20.0, timestamp = 9, step = 20 }, new { key = "m", value = 10.0, timestamp = 99, step = 10 } },
        });

        var last = (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["data"]!["metrics"]![0]!;
        last["value"]!.GetValue<double>().Should().Be(30);
    }

    [Theory]
    [InlineData("\"9007199254740993\"", "\"-9223372036854775808\"", 9007199254740993, long.MinValue)]
    [InlineData("9007199254740993", "9223372036854775807", 9007199254740993, long.MaxValue)]
    [InlineData("12.0", "1e3", 12, 1000)]
    public async Task Whole_numbers_of_64_bits_come_as_numbers_or_as_text(string timestamp, string step, long expectedTime, long expectedStep)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");

        var reply = await server.PostAsync(LogMetric, $$"""{"run_id":"{{run}}","key":"m","value":"0.1","timestamp":{{timestamp}},"step":{{step}}}""");

        reply.Status.Should().Be(HttpStatusCode.OK, reply.Text);
        (await HistoryAsync(server, run, "m")).Should().Equal((expectedStep, expectedTime, 0.1));
    }

    [Theory]
    [InlineData("""{"run_id":"RUN","key":"m","value":NaN,"timestamp":1,"step":1}""", "\"NaN\"")]
    [InlineData("""{"run_id":"RUN","key":"m","value":1,"timestamp":1,"step":1""", "line 1")]
    [InlineData("""["RUN"]""", "an object is expected")]
    public async Task A_body_that_is_not_JSON_is_refused_whole(string body, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");

        var reply = await server.PostAsync(LogMetric, body.Replace("RUN", run));

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain(expected);
        (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["data"]!["metrics"].Should().BeNull();
    }

    [Theory]
    [InlineData("""{"run_id":"RUN","metrics":[{"key":"a","value":1,"timestamp":1},{"key":"a","timestamp":1}]}""", "metrics[1].value")]
    [InlineData("""{"run_id":"RUN","metrics":[{"key":"a","value":true,"timestamp":1}]}""", "metrics[0].value")]
    [InlineData("""{"run_id":"RUN","metrics":[{"key":"a","value":1,"timestamp":-1}]}""", "nonnegative")]
    [InlineData("""{"run_id":"RUN","metrics":[{"key":"a/../b","value":1,"timestamp":1}]}""", "would resolve to 'b'")]
    [InlineData("""{"run_id":"RUN","metrics":["a"]}""", "metrics[0]")]
    [InlineData("""{"run_id":"RUN","metrics":7}""", "metrics")]
    [InlineData("""{"run_id":"RUN","params":[{"key":"","value":"1"}]}""", "params[0].key")]
    [InlineData("""{"run_id":"RUN","tags":[{"key":"/a","value":"1"}]}""", "tags[0].key")]
    public async Task A_batch_with_a_bad_item_names_it_and_writes_nothing(string body, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");

        var reply = await server.PostAsync(LogBatch, body.Replace("RUN", run));

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorCode.Should().Be("INVALID_PARAMETER_VALUE");
        reply.ErrorMessage.Should().Contain(expected);
        (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["data"]!["metrics"].Should().BeNull();
    }

    [Fact]
    public async Task A_batch_with_a_changed_parameter_writes_nothing_and_the_rest_may_be_sent_again()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.PostAsync("runs/log-parameter", new { run_id = run, key = "b", value = "it's" });
        object Batch(string b) => new
        {
            run_id = run,
            metrics = new[] { new { key = "m", value = 1, timestamp = 1 } },
            @params = new[] { new { key = "a", value = "1" }, new { key = "b", value = b } },
            tags = new[] { new { key = "t", value = "1" } },
        };

        var refused = await server.PostAsync(LogBatch, Batch("2"));
        var data = (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["data"]!;

        refused.ErrorMessage.Should().Contain("""'old_value': 'it\'s'""");
        data["metrics"].Should().BeNull();
        data["params"]!.AsArray().Should().ContainSingle();
        data["tags"]!.AsArray().Should().ContainSingle();
        (await server.PostAsync(LogBatch, Batch("it's"))).Status.Should().Be(HttpStatusCode.OK);
        (await server.PostAsync(LogBatch, Batch("it's"))).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task More_than_a_thousand_things_in_one_batch_are_too_many()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");

        var reply = await server.PostAsync(LogBatch, new
        {
            run_id = run,
            metrics = Enumerable.Range(0, 950).Select(step => new { key = "m", value = 1, timestamp = 1, step }),
            tags = Enumerable.Range(0, 51).Select(index => new { key = $"t{index}", value = "" }),
        });

        reply.ErrorMessage.Should().StartWith("A batch logging request can contain at most 1000 metrics, params, and tags. Got 1001");
    }

    [Fact]
    public async Task Long_values_are_cut_without_cutting_a_character_in_two()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");

        await server.PostAsync("runs/log-parameter", new { run_id = run, key = "p", value = string.Concat(Enumerable.Repeat("🦊", 6001)) });
        await server.PostAsync("runs/set-tag", new { run_id = run, key = "t", value = new string('é', 8001) });

        var data = (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["data"]!;
        data["params"]![0]!["value"]!.GetValue<string>().Should().Be(string.Concat(Enumerable.Repeat("🦊", 6000)));
        data["tags"]![1]!["value"]!.GetValue<string>().Should().HaveLength(8000);
    }

    [Fact]
    public async Task A_chunked_body_is_read_as_any_other()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        using var content = JsonContent.Create(new { run_id = run, key = "m", value = 3.5, timestamp = 1, step = 2 });

        var reply = await server.SendAsync(HttpMethod.Post, LogMetric, content, ("Transfer-Encoding", "chunked"));

        reply.Message.RequestMessage!.Headers.TransferEncodingChunked.Should().BeTrue();
        (await HistoryAsync(server, run, "m")).Should().Equal((2, 1, 3.5));
    }

    [Fact]
    public async Task The_tag_of_the_name_and_the_name_are_one()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0", "before");

        await server.PostAsync("runs/set-tag", new { run_id = run, key = "mlflow.runName", value = "after" });
        var conflict = await server.PostAsync("runs/create", new
        {
            experiment_id = "0",
            run_name = "one",
            tags = new[] { new { key = "mlflow.runName", value = "other" } },
        });

        (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["info"]!["run_name"]!.GetValue<string>().Should().Be("after");
        conflict.ErrorMessage.Should().Contain("run_name='one', mlflow.runName='other'");
    }

    private static async Task<List<(long Step, long Timestamp, double Value)>> HistoryAsync(TestServer server, string run, string key) =>
    [
        .. (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key={key}&max_results=25000")).Json["metrics"]!.AsArray()
            .Select(point => (point!["step"]!.GetValue<long>(), point["timestamp"]!.GetValue<long>(), point["value"]!.GetValue<double>())),
    ];
}
