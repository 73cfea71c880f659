using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Data;

public sealed class RankingTests
{
    [Fact]
    public async Task The_best_setting_comes_first_with_its_interval_and_what_that_is_worth()
    {
        await using var server = await TestServer.StartAsync();

        var reply = await RankAsync(server, "maximize", ("low", [1, 2, 3]), ("high", [11, 12, 13]));

        var settings = reply["settings"]!.AsArray();
        settings.Select(setting => setting!["name"]!.GetValue<string>()).Should().Equal("high", "low");
        settings[0]!["center"]!.GetValue<double>().Should().Be(12);
        settings[0]!["low"]!.GetValue<double>().Should().BeInRange(11, 12);
        settings[0]!["words"]!.GetValue<string>().Should().Contain("75%");
        settings[0]!["probability_of_improvement"]!.GetValue<double>().Should().Be(1);
        settings[1]!["probability_of_improvement"].Should().BeNull();
        reply["verdict"]!.GetValue<string>().Should().Be("high is best.");
    }

    [Fact]
    public async Task The_least_is_the_best_where_it_is_asked_for()
    {
        await using var server = await TestServer.StartAsync();

        var reply = await RankAsync(server, "minimize", ("high", [11, 12, 13]), ("low", [1, 2, 3]));

        reply["settings"]![0]!["name"]!.GetValue<string>().Should().Be("low");
        reply["settings"]![0]!["probability_of_improvement"]!.GetValue<double>().Should().Be(1);
        reply["verdict"]!.GetValue<string>().Should().Be("low is best.");
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 6 }, new double[] { 1, 2, 5 }, "No clear winner: b cannot be told apart from a")]
    [InlineData(new double[] { 5, 6 }, new double[] { 1, 2 }, "No clear winner: fewer than 3 runs tell no setting from another.")]
    [InlineData(new double[] { 5, 6, 7 }, new double[] { double.NaN }, "a is the only setting to compare.")]
    [InlineData(new double[] { double.NaN }, new double[] { double.PositiveInfinity }, "No run has a finite value of this metric.")]
    public async Task A_verdict_says_no_more_than_the_runs_show(double[] a, double[] b, string expected)
    {
        await using var server = await TestServer.StartAsync();

        (await RankAsync(server, "maximize", ("a", a), ("b", b)))["verdict"]!.GetValue<string>().Should().StartWith(expected);
    }

    [Fact]
    public async Task Runs_that_came_to_nothing_are_counted_beside_the_others()
    {
        await using var server = await TestServer.StartAsync();

        var setting = (await RankAsync(server, "maximize", ("a", [1, double.NaN, 3]), ("b", [double.NaN])))["settings"]!;

        setting[0]!["count"]!.GetValue<int>().Should().Be(2);
        setting[0]!["without"]!.GetValue<int>().Should().Be(1);
        setting[1]!["center"]!.GetValue<string>().Should().Be("NaN");
    }

    [Fact]
    public async Task The_parameter_that_decides_is_the_most_important()
    {
        await using var server = await TestServer.StartAsync();
        var runs = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            var run = await server.CreateRunAsync("0");
            runs.Add(run);
            await server.PostAsync("runs/log-batch", new
            {
                run_id = run,
                metrics = new[] { new { key = "m", value = -Math.Abs(i % 8 - 3), timestamp = 1, step = 1 } },
                @params = new[]
                {
                    new { key = "decides", value = $"{i % 8}" }, new { key = "idle", value = $"{i / 8}" },
                    new { key = "constant", value = "1" }, new { key = "seed", value = $"{i}" },
                },
            });
        }

        var parameters = (await server.PostAsync("/api/rllab/importance", new { run_ids = runs, metric = "m" })).Json["parameters"]!.AsArray();

        parameters.Select(parameter => parameter!["name"]!.GetValue<string>()).Should().Equal("decides", "idle");
        parameters[0]!["importance"]!.GetValue<double>().Should().BeGreaterThan(0.9);
        parameters.Sum(parameter => parameter!["importance"]!.GetValue<double>()).Should().BeApproximately(1, 1e-9);
    }

    private static async Task<JsonNode> RankAsync(TestServer server, string direction, params (string Name, double[] Values)[] settings)
    {
        var groups = new List<object>();
        foreach (var (name, values) in settings)
        {
            var runs = new List<string>();
            foreach (var value in values)
            {
                runs.Add(await server.CreateRunAsync("0"));
                await server.LogAsync(runs[^1], "m", (1, value, 1));
            }

            groups.Add(new { name, run_ids = runs });
        }

        return (await server.PostAsync("/api/rllab/rankings", new { groups, metric = "m", direction })).Json;
    }
}
