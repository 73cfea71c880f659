using System.Net;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Data;

public sealed class CurveTests
{
    private const string Curves = "/api/rllab/curves";

    [Fact]
    public async Task Few_points_come_as_they_are_in_the_order_of_their_steps()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.LogAsync(run, "m", (3, 30, 300), (1, 10, 100), (2, 20, 200));

        var curve = await OneAsync(server, run, new { x = "step" });

        Numbers(curve, "x").Should().Equal(1, 2, 3);
        Numbers(curve, "low").Should().Equal(10, 20, 30);
        Numbers(curve, "high").Should().Equal(10, 20, 30);
        Numbers(curve, "last").Should().Equal(10, 20, 30);
    }

    [Fact]
    public async Task A_spike_of_one_point_among_many_is_seen_where_it_is()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.LogAsync(run, "m", [.. Enumerable.Range(0, 20_000).Select(step => (step, step == 12_345 ? 1e6 : 1.0, step))]);

        var curve = await OneAsync(server, run, new { buckets = 40 });

        Numbers(curve, "x").Should().HaveCount(40).And.BeInAscendingOrder();
        var bucket = Array.IndexOf(Numbers(curve, "high"), 1e6);
        Numbers(curve, "x")[bucket].Should().Be(12_499, "a bucket of 500 points is told at its last");
        Numbers(curve, "mean")[bucket].Should().BeApproximately((499 + 1e6) / 500, 1e-9);
        Numbers(curve, "low").Should().OnlyContain(low => low == 1);
        curve["count"]!.GetValue<int>().Should().Be(20_000);
    }

    [Fact]
    public async Task Numbers_whose_sum_is_beyond_all_numbers_are_drawn_among_them()
    {
        await using var server = await TestServer.StartAsync();
        var (same, both) = (await server.CreateRunAsync("0"), await server.CreateRunAsync("0"));
        await server.LogAsync(same, "m", [.. Enumerable.Range(0, 100).Select(step => (step, 1.5e308, step))]);
        await server.LogAsync(both, "m", [.. Enumerable.Range(0, 100).Select(step => (step, step % 4 < 2 ? 1.5e308 : -1.5e308, step))]);

        Numbers(await OneAsync(server, same, new { buckets = 4 }), "mean").Should().OnlyContain(mean => mean == 1.5e308);
        Numbers(await OneAsync(server, both, new { buckets = 4 }), "mean").Should().OnlyContain(mean => Math.Abs(mean) <= 1.5e308);
    }

    [Fact]
    public async Task A_range_keeps_both_its_ends()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.LogAsync(run, "m", [.. Enumerable.Range(0, 1_000).Select(step => (step, (double)step, step))]);

        var curve = await OneAsync(server, run, new { start = 100, end = 109.5 });

        Numbers(curve, "x").Should().Equal(Enumerable.Range(100, 10).Select(step => (double)step));
    }

    [Theory]
    [InlineData("time", 1_700_000_000_500, 1_700_000_002_000)]
    [InlineData("relative", 500, 2_000)]
    public async Task Time_is_told_in_milliseconds(string x, double first, double last)
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.LogAsync(run, "m", (1, 1, 1_700_000_002_000), (5, 5, 1_700_000_000_500));

        var curve = await OneAsync(server, run, new { x });

        Numbers(curve, "x").Should().Equal(first, last);
        Numbers(curve, "last").Should().Equal(5, 1);
    }

    [Fact]
    public async Task Points_of_one_step_that_were_logged_again_end_with_the_latest()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.LogAsync(run, "m", [.. Enumerable.Range(0, 100).Select(step => (step, 1.0, 1_000 + step))]);
        await server.LogAsync(run, "m", [.. Enumerable.Range(50, 50).Select(step => (step, 2.0, 5_000 + step))]);

        var curve = await OneAsync(server, run, new { buckets = 10 });

        Numbers(curve, "last").Should().Equal(1, 1, 1, 1, 1, 2, 2, 2, 2, 2);
        Numbers(curve, "mean").Should().Equal(1, 1, 1, 1, 1, 1.5, 1.5, 1.5, 1.5, 1.5);
    }

    [Fact]
    public async Task Values_that_are_not_finite_are_named_where_they_are()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.LogAsync(run, "m", [.. Enumerable.Range(0, 1_000).Select(step => (step, step switch
        {
            40 => double.PositiveInfinity,
            50 => double.NegativeInfinity,
            >= 800 => double.NaN,
            _ => 1.0,
        }, step))]);

        var curve = await OneAsync(server, run, new { buckets = 10 });

        curve["non_finite_count"]!.GetValue<int>().Should().Be(202);
        curve["non_finite"]!.AsArray().Should().HaveCount(100);
        curve["non_finite"]!.AsArray().Take(3).Select(pair => pair!.ToJsonString()).Should().Equal(
            "[40,\"Infinity\"]", "[50,\"-Infinity\"]", "[800,\"NaN\"]");
        curve["high"]!.AsArray().Select(high => high!.ToJsonString()).Should().Equal([.. Enumerable.Repeat("1", 8), "\"NaN\"", "\"NaN\""]);
        curve["last"]![9]!.GetValue<string>().Should().Be("NaN");
    }

    [Fact]
    public async Task Steps_may_be_as_far_apart_as_numbers_are()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        long[] steps = [long.MinValue, -1, 0, 1, long.MaxValue];
        await server.PostAsync("runs/log-batch",
            new { run_id = run, metrics = steps.Select(step => new { key = "m", value = 1, timestamp = 1, step }) });

        var curve = await OneAsync(server, run, new { buckets = 3 });

        curve["x"]!.AsArray().Select(x => x!.GetValue<long>()).Should().Equal(long.MinValue, 1, long.MaxValue);
        curve["count"]!.GetValue<int>().Should().Be(5);
    }

    [Fact]
    public async Task A_curve_of_noise_is_small_on_the_wire()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        var random = new Random(1);
        await server.LogAsync(run, "m", [.. Enumerable.Range(0, 10_000).Select(step => (step, random.NextDouble(), 1_700_000_000_000 + step))]);

        var reply = await server.SendAsync(
            HttpMethod.Post,
            Curves,
            new StringContent($$"""{"run_ids": ["{{run}}"], "metric": "m", "x": "time"}""", System.Text.Encoding.UTF8, "application/json"),
            ("Accept-Encoding", "br"));

        reply.Bytes.Length.Should().BeInRange(5_000, 20_000);
    }

    [Fact]
    public async Task Only_what_grew_since_is_told_again()
    {
        await using var server = await TestServer.StartAsync();
        string[] runs = [await server.CreateRunAsync("0"), await server.CreateRunAsync("0")];
        await server.LogAsync(runs[0], "m", (1, 1, 1));
        await server.LogAsync(runs[1], "m", (1, 1, 1));
        var cursor = (await server.PostAsync(Curves, new { run_ids = runs, metric = "m" })).Json["cursor"]!.GetValue<long>();

        await server.LogAsync(runs[0], "m", (1, 1, 1));
        await server.LogAsync(runs[0], "other", (2, 2, 2));
        await server.LogAsync(runs[1], "m", (2, 2, 2));
        var curves = (await server.PostAsync(Curves, new { run_ids = runs, metric = "m", since = cursor })).Json["curves"]!.AsArray();

        curves.Should().ContainSingle().Which!["run_id"]!.GetValue<string>().Should().Be(runs[1]);
        Numbers(curves[0]!, "x").Should().Equal(1, 2);
    }

    [Fact]
    public async Task Runs_without_the_metric_and_runs_that_are_not_there_are_left_out()
    {
        await using var server = await TestServer.StartAsync();
        string[] runs = [new string('0', 32), await server.CreateRunAsync("0"), await server.CreateRunAsync("0")];
        await server.LogAsync(runs[2], "m", (1, 1, 1));

        var curves = (await server.PostAsync(Curves, new { run_ids = runs, metric = "m" })).Json["curves"]!.AsArray();

        curves.Select(curve => curve!["run_id"]!.GetValue<string>()).Should().Equal(runs[2]);
    }

    [Theory]
    [InlineData("""{"metric": "m"}""", "run_ids")]
    [InlineData("""{"run_ids": ["a"]}""", "metric")]
    [InlineData("""{"run_ids": ["a"], "metric": "m", "x": "wall"}""", "'step', 'time' or 'relative'")]
    [InlineData("""{"run_ids": ["a"], "metric": "m", "start": 2, "end": 1}""", "'start' must not be larger")]
    [InlineData("""{"run_ids": ["a"], "metric": "m", "start": "NaN"}""", "'start' must not be larger")]
    [InlineData("""{"run_ids": ["a"], "metric": "m", "buckets": 0}""", "between 1 and 5000")]
    public async Task A_request_that_makes_no_sense_is_refused_and_told_why(string body, string expected)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.PostAsync(Curves, body);

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain(expected);
    }

    private static async Task<JsonNode> OneAsync(TestServer server, string run, object more)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(more)!.AsObject();
        body["run_ids"] = new JsonArray(run);
        body["metric"] = "m";
        var reply = await server.PostAsync(Curves, body.ToJsonString());
        return reply.Json["curves"]!.AsArray().Should().ContainSingle().Which!;
    }

    private static double[] Numbers(JsonNode curve, string name) => [.. curve[name]!.AsArray().Select(value => value!.GetValue<double>())];
}
