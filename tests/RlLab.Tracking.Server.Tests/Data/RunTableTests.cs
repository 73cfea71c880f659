using System.Net;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Data;

public sealed class RunTableTests
{
    private const string Runs = "/api/rllab/runs";

    [Fact]
    public async Task A_piece_of_a_table_has_the_rows_and_the_columns_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        var parent = await server.CreateRunAsync("0", "sweep");
        var run = await CreateAsync(server, "trial-1", 0.001, 5, ("mlflow.parentRunId", parent), ("team", "blue"));

        var reply = await AskAsync(server, new
        {
            filter = "trial",
            columns = new[] { "params.LearningRate", "metrics.return", "tags.team", "attributes.status", "attributes.run_name", "metrics.none" },
        });

        reply["total"]!.GetValue<int>().Should().Be(1);
        var row = reply["rows"]!.AsArray().Should().ContainSingle().Which!;
        row["run_id"]!.GetValue<string>().Should().Be(run);
        row["parent_id"]!.GetValue<string>().Should().Be(parent);
        row["cells"]!.ToJsonString().Should().Be(
            """{"attributes.status":"RUNNING","attributes.run_name":"trial-1","params.LearningRate":"0.001",""" + '"'
            + """tags.team":"blue","metrics.return":5}""");
    }

    [Theory]
    [InlineData("params.LearningRate ASC", "c", "b", "a")]
    [InlineData("params.LearningRate DESC", "a", "b", "c")]
    [InlineData("metrics.return DESC", "b", "a", "c")]
    [InlineData("attributes.run_name DESC", "c", "b", "a")]
    public async Task Rows_are_sorted_on_the_server_and_parameters_as_numbers(string order, params string[] expected)
    {
        await using var server = await TestServer.StartAsync();
        await CreateAsync(server, "a", 0.01, 5);
        await CreateAsync(server, "b", 0.002, 7);
        await CreateAsync(server, "c", 1e-5, double.NaN);

        (await NamesAsync(server, new { order_by = new[] { order } })).Should().Equal(expected);
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var name in (string[])["a", "b", "c"])
        {
            await CreateAsync(server, name, 1, 1);
        }

        string[] order = ["attributes.run_name ASC"];

        (await NamesAsync(server, new { order_by = order, limit = 2 })).Should().Equal("a", "b");
        (await NamesAsync(server, new { order_by = order, limit = 2, offset = 2 })).Should().Equal("c");
        (await AskAsync(server, new { limit = 0 }))["total"]!.GetValue<int>().Should().Be(3);
    }

    [Fact]
    public async Task Values_that_are_not_finite_are_told_as_such()
    {
        await using var server = await TestServer.StartAsync();
        await CreateAsync(server, "a", 1, double.NaN);
        await CreateAsync(server, "b", 1, double.NegativeInfinity);

        var rows = (await AskAsync(server, new { columns = new[] { "metrics.return" }, order_by = new[] { "run_name" } }))["rows"]!.AsArray();

        rows.Select(row => row!["cells"]!["metrics.return"]!.GetValue<string>()).Should().Equal("NaN", "-Infinity");
    }

    [Fact]
    public async Task Deleted_runs_are_seen_only_where_they_are_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        await CreateAsync(server, "kept", 1, 1);
        await server.PostAsync("runs/delete", new { run_id = await CreateAsync(server, "deleted", 1, 1) });

        (await NamesAsync(server, new { })).Should().Equal("kept");
        (await NamesAsync(server, new { view = "deleted" })).Should().Equal("deleted");
        (await NamesAsync(server, new { view = "all" })).Should().BeEquivalentTo("kept", "deleted");
    }

    [Fact]
    public async Task Groups_have_their_counts_and_what_their_runs_share()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (rate, seed, value) in ((double, int, double)[])[(0.1, 0, 1), (0.1, 1, 3), (0.2, 0, 10), (0.2, 1, double.NaN)])
        {
            await CreateAsync(server, $"{rate}-{seed}", rate, value, ("seed", $"{seed}"));
        }

        var reply = await AskAsync(server, new
        {
            group_by = "params.LearningRate",
            order_by = new[] { "metrics.return DESC" },
            columns = new[] { "metrics.return", "params.LearningRate", "attributes.run_name", "attributes.status" },
        });

        reply["groups"]!.AsArray().Select(group => group!.ToJsonString()).Should().Equal(
            """{"key":"0.2","count":2,"cells":{"attributes.status":"RUNNING","params.LearningRate":"0.2","metrics.return":10}}""",
            """{"key":"0.1","count":2,"cells":{"attributes.status":"RUNNING","params.LearningRate":"0.1","metrics.return":2}}""");
        reply["rows"]!.AsArray().Select(row => row!["cells"]!["attributes.run_name"]!.GetValue<string>()).Should().Equal(
            ["0.2-0", "0.2-1", "0.1-1", "0.1-0"], "the rows of a group stand together");
    }

    [Fact]
    public async Task Runs_that_differ_only_in_their_seed_are_one_setting()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (rate, seed) in ((double, int)[])[(0.1, 0), (0.1, 1), (0.2, 0)])
        {
            var run = await CreateAsync(server, $"{rate}-{seed}", rate, 1);
            await server.PostAsync("runs/log-batch", new
            {
                run_id = run,
                @params = new[] { new { key = "seed", value = $"{seed}" }, new { key = "hidden", value = "32" } },
            });
        }

        var groups = (await AskAsync(server, new { group_by = "setting", order_by = new[] { "run_name" } }))["groups"]!.AsArray();

        groups.Select(group => $"{group!["key"]}: {group["count"]}").Should().Equal("LearningRate 0.1: 2", "LearningRate 0.2: 1");
    }

    [Fact]
    public async Task What_changed_since_is_told_and_what_no_longer_matches()
    {
        await using var server = await TestServer.StartAsync();
        var (a, b, c) = (await CreateAsync(server, "a", 1, 1), await CreateAsync(server, "b", 1, 1), await CreateAsync(server, "c", 1, 1));
        object Question(long? since) => new { filter = "return < 5", since, columns = new[] { "attributes.run_name", "metrics.return" } };
        var version = (await AskAsync(server, Question(null)))["version"]!.GetValue<long>();

        var nothing = await AskAsync(server, Question(version));
        nothing["rows"]!.AsArray().Should().BeEmpty();
        nothing["gone"]!.AsArray().Should().BeEmpty();

        await server.LogAsync(b, "return", (2, 2, 2));
        await server.LogAsync(c, "return", (2, 9, 2));
        await server.PostAsync("runs/delete", new { run_id = a });
        var delta = await AskAsync(server, Question(version));

        delta["total"]!.GetValue<int>().Should().Be(1);
        delta["rows"]!.AsArray().Select(row => row!["cells"]!["metrics.return"]!.GetValue<double>()).Should().Equal(2);
        delta["gone"]!.AsArray().Select(id => id!.GetValue<string>()).Should().BeEquivalentTo(a, c);
        delta["version"]!.GetValue<long>().Should().BeGreaterThan(version);
    }

    [Theory]
    [InlineData("set-tag", """{"run_id": "RUN", "key": "team", "value": "blue"}""")]
    [InlineData("update", """{"run_id": "RUN", "status": "FINISHED", "end_time": 5}""")]
    [InlineData("log-parameter", """{"run_id": "RUN", "key": "gamma", "value": "1"}""")]
    [InlineData("log-metric", """{"run_id": "RUN", "key": "m", "value": 1, "timestamp": 1}""")]
    [InlineData("delete-tag", """{"run_id": "RUN", "key": "mlflow.runName"}""")]
    [InlineData("delete", """{"run_id": "RUN"}""")]
    public async Task Every_kind_of_change_counts_as_one(string endpoint, string body)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        var version = (await AskAsync(server, new { }))["version"]!.GetValue<long>();

        await server.PostAsync($"runs/{endpoint}", body.Replace("RUN", run, StringComparison.Ordinal));

        var delta = await AskAsync(server, new { since = version, view = "all" });
        delta["rows"]!.AsArray().Select(row => row!["run_id"]!.GetValue<string>()).Should().Equal(run);
    }

    [Fact]
    public async Task Runs_that_go_and_come_back_with_their_experiment_have_changed()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        var version = (await AskAsync(server, new { }))["version"]!.GetValue<long>();

        await server.PostAsync("experiments/delete", new { experiment_id = "0" });
        var gone = await AskAsync(server, new { since = version });
        await server.PostAsync("experiments/restore", new { experiment_id = "0" });
        var back = await AskAsync(server, new { since = gone["version"]!.GetValue<long>() });

        gone["gone"]!.AsArray().Select(id => id!.GetValue<string>()).Should().Equal(run);
        back["rows"]!.AsArray().Select(row => row!["run_id"]!.GetValue<string>()).Should().Equal(run);
    }

    [Fact]
    public async Task The_columns_that_there_are_can_be_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        await CreateAsync(server, "a", 1, 1, ("team", "blue"));
        await CreateAsync(server, "b", 2, 1);

        var columns = (await server.PostAsync("/api/rllab/columns", new { experiment_ids = new[] { "0" } })).Json;

        columns["params"]!.ToJsonString().Should().Be("""[{"name":"LearningRate","values":2}]""");
        columns["metrics"]!.ToJsonString().Should().Be("""["return"]""");
        columns["tags"]!.ToJsonString().Should().Be("""["mlflow.runName","team"]""");
        columns["attributes"]!.AsArray().Select(name => name!.GetValue<string>()).Should().Contain(["status", "duration", "start_time"]);
    }

    [Theory]
    [InlineData("""{"experiment_ids": ["0"], "columns": ["status2"]}""", "status2")]
    [InlineData("""{"experiment_ids": ["0"], "columns": ["dataset.name"]}""", "no column")]
    [InlineData("""{"experiment_ids": ["0"], "group_by": "datasets.digest"}""", "no column")]
    [InlineData("""{"experiment_ids": ["0"], "order_by": ["dataset.name"]}""", "by their datasets")]
    [InlineData("""{"experiment_ids": ["zero"]}""", "zero")]
    [InlineData("""{"experiment_ids": ["0"], "view": "some"}""", "'active', 'deleted' or 'all'")]
    [InlineData("""{"experiment_ids": ["0"], "limit": -1}""", "'limit' must be between")]
    [InlineData("""{"experiment_ids": ["0"], "offset": -1}""", "'offset' must be between")]
    [InlineData("""{"experiment_ids": ["0"], "order_by": ["metrics.m SIDEWAYS"]}""", "SIDEWAYS")]
    public async Task A_request_that_makes_no_sense_is_refused_and_told_why(string body, string expected)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.PostAsync(Runs, body);

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain(expected);
    }

    private static async Task<string> CreateAsync(
        TestServer server, string name, double rate, double value, params (string Key, string Value)[] tags)
    {
        var run = await server.CreateRunAsync("0", name, tags);
        await server.PostAsync("runs/log-parameter", new { run_id = run, key = "LearningRate", value = FormattableString.Invariant($"{rate}") });
        await server.LogAsync(run, "return", (1, value, 1));
        return run;
    }

    private static async Task<JsonNode> AskAsync(TestServer server, object question)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(question)!.AsObject();
        body["experiment_ids"] = new JsonArray("0");
        var reply = await server.PostAsync(Runs, body.ToJsonString());
        reply.Status.Should().Be(HttpStatusCode.OK, reply.Text);
        return reply.Json;
    }

    private static async Task<IEnumerable<string>> NamesAsync(TestServer server, object question)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(question)!.AsObject();
        body["columns"] = new JsonArray("attributes.run_name");
        return (await AskAsync(server, body))["rows"]!.AsArray().Select(row => row!["cells"]!["attributes.run_name"]!.GetValue<string>());
    }
}
