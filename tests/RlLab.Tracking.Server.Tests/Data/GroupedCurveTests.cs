using System.Net;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Data;

public sealed class GroupedCurveTests
{
    [Fact]
    public async Task Seeds_that_were_evaluated_at_the_same_steps_meet_at_those_steps()
    {
        await using var server = await TestServer.StartAsync();
        string[] runs = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.CreateRunAsync("0")))];
        double[][] values = [[1, 10], [2, 20], [3, 30], [100, 1_000]];
        foreach (var (run, value) in runs.Zip(values))
        {
            await server.LogAsync(run, "m", (0, value[0], 1), (1_000, value[1], 2));
        }

        var group = await OneAsync(server, runs, new { });

        Numbers(group, "x").Should().Equal(0, 1_000);
        Numbers(group, "center").Should().Equal([2.5, 25], "of four values the least and the largest are left out");
        Numbers(group, "count").Should().Equal(4, 4);
        Numbers(group, "low")[0].Should().BeInRange(1, 2.5);
        Numbers(group, "high")[0].Should().BeInRange(2.5, 100);
    }

    [Theory]
    [InlineData("iqm", 2.5)]
    [InlineData("mean", 26.5)]
    [InlineData("median", 2.5)]
    public async Task The_statistic_is_the_one_asked_for(string statistic, double expected)
    {
        await using var server = await TestServer.StartAsync();
        string[] runs = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.CreateRunAsync("0")))];
        foreach (var (run, value) in runs.Zip([1.0, 2, 3, 100]))
        {
            await server.LogAsync(run, "m", (0, value, 1));
        }

        var group = await OneAsync(server, runs, new { statistic });

        Numbers(group, "center").Should().Equal(expected);
        Numbers(group, "low")[0].Should().BeLessThanOrEqualTo(expected).And.BeGreaterThanOrEqualTo(1);
        Numbers(group, "high")[0].Should().BeGreaterThanOrEqualTo(expected).And.BeLessThanOrEqualTo(100);
    }

    [Fact]
    public async Task What_a_seed_that_has_ended_came_to_is_carried_on_and_told()
    {
        await using var server = await TestServer.StartAsync();
        string[] runs = [await server.CreateRunAsync("0"), await server.CreateRunAsync("0")];
        await server.LogAsync(runs[0], "m", (1, 10, 1), (2, 10, 2));
        await server.LogAsync(runs[1], "m", (2, 0, 2), (3, 0, 3), (4, 0, 4));

        var group = await OneAsync(server, runs, new { });

        Numbers(group, "x").Should().Equal(1, 2, 3, 4);
        Numbers(group, "center").Should().Equal([10, 5, 5, 5], "a seed takes part from its first point on");
        Numbers(group, "count").Should().Equal(1, 2, 1, 1);
        group["carried"]!.AsArray().Select(carried => carried!.GetValue<bool>()).Should().Equal(false, false, true, true);
        group["low"]![0]!.GetValue<string>().Should().Be("NaN", "one seed has no spread");
    }

    [Fact]
    public async Task A_range_knows_what_was_before_it_and_goes_on_after_it()
    {
        await using var server = await TestServer.StartAsync();
        string[] runs = [await server.CreateRunAsync("0"), await server.CreateRunAsync("0")];
        await server.LogAsync(runs[0], "m", (1, 10, 1), (2, 30, 2));
        await server.LogAsync(runs[1], "m", [.. Enumerable.Range(1, 10).Select(step => (step, 0.0, step))]);

        var group = await OneAsync(server, runs, new { start = 5, end = 6 });

        Numbers(group, "x").Should().Equal(5, 6);
        Numbers(group, "center").Should().Equal(15, 15);
        Numbers(group, "count").Should().Equal(1, 1);
    }

    [Fact]
    public async Task A_seed_that_is_not_finite_is_counted_beside_the_others()
    {
        await using var server = await TestServer.StartAsync();
        string[] runs = [await server.CreateRunAsync("0"), await server.CreateRunAsync("0")];
        await server.LogAsync(runs[0], "m", (1, 1, 1), (2, double.NaN, 2));
        await server.LogAsync(runs[1], "m", (1, 3, 1), (2, 3, 2), (3, 3, 3));

        var group = await OneAsync(server, runs, new { });

        Numbers(group, "center").Should().Equal([2, 3, 3], "what a seed came to at its end was not a number");
        Numbers(group, "non_finite").Should().Equal(0, 1, 1);
    }

    [Fact]
    public async Task Many_points_are_gathered_on_one_grid_for_all_groups()
    {
        await using var server = await TestServer.StartAsync();
        string[] runs = [await server.CreateRunAsync("0"), await server.CreateRunAsync("0")];
        await server.LogAsync(runs[0], "m", [.. Enumerable.Range(0, 10_000).Select(step => (step, (double)(step / 1_000), step))]);
        await server.LogAsync(runs[1], "m", [.. Enumerable.Range(0, 500).Select(i => (i * 10, 7.0, i))]);

        var groups = (await server.PostAsync("/api/rllab/curves/grouped", new
        {
            groups = new[] { new { name = "a", run_ids = runs[..1] }, new { name = "b", run_ids = runs[1..] } },
            metric = "m",
            buckets = 10,
        })).Json["groups"]!.AsArray();

        groups.Select(group => group!["name"]!.GetValue<string>()).Should().Equal("a", "b");
        Numbers(groups[0]!, "x").Should().Equal(Enumerable.Range(1, 10).Select(i => i * 1_000.0 - 1));
        Numbers(groups[0]!, "center").Should().Equal(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        Numbers(groups[1]!, "x").Should().Equal([999, 1_999, 2_999, 3_999, 4_999], "the group ends with its last seed");
    }

    [Fact]
    public async Task Equal_requests_have_equal_answers()
    {
        await using var server = await TestServer.StartAsync();
        string[] runs = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => server.CreateRunAsync("0")))];
        foreach (var (run, i) in runs.Select((run, i) => (run, i)))
        {
            await server.LogAsync(run, "m", [.. Enumerable.Range(0, 300).Select(step => (step, Math.Sin(step * (i + 1.0)), step))]);
        }

        var body = new { groups = new[] { new { name = "a", run_ids = runs } }, metric = "m", buckets = 30 };

        var first = await server.PostAsync("/api/rllab/curves/grouped", body);
        (await server.PostAsync("/api/rllab/curves/grouped", body)).Text.Should().Be(first.Text);
    }

    [Fact]
    public async Task A_group_without_the_metric_is_an_empty_curve()
    {
        await using var server = await TestServer.StartAsync();

        var group = await OneAsync(server, [await server.CreateRunAsync("0")], new { });

        Numbers(group, "x").Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"groups": [], "metric": "m"}""", "'groups' must name 1 to 500 runs")]
    [InlineData("""{"groups": [{"name": "a", "run_ids": ["b"]}], "metric": "m", "statistic": "mode"}""", "'iqm', 'mean' or 'median'")]
    [InlineData(
        """{"groups": [{"name": "a", "run_ids": ["b"]}, {"name": "a", "run_ids": ["b"]}], "metric": "m", "buckets": 5001}""", "between 1 and 5000")]
    [InlineData("""{"groups": [{"run_ids": ["b"]}], "metric": "m"}""", "groups[0].name")]
    public async Task A_request_that_makes_no_sense_is_refused_and_told_why(string body, string expected)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.PostAsync("/api/rllab/curves/grouped", body);

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain(expected);
    }

    private static async Task<JsonNode> OneAsync(TestServer server, string[] runs, object more)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(more)!.AsObject();
        body["groups"] = new JsonArray(new JsonObject { ["name"] = "a", ["run_ids"] = new JsonArray([.. runs.Select(run => (JsonNode)run)]) });
        body["metric"] = "m";
        var reply = await server.PostAsync("/api/rllab/curves/grouped", body.ToJsonString());
        return reply.Json["groups"]!.AsArray().Should().ContainSingle().Which!;
    }

    private static double[] Numbers(JsonNode group, string name) => [.. group[name]!.AsArray().Select(value => value!.GetValue<double>())];
}
