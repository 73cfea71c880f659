using System.Net;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

public sealed class MetricTests
{
    private const string Bulk = "/ajax-api/2.0/mlflow/metrics/get-history-bulk", Interval = Bulk + "-interval";

    [Fact]
    public async Task A_history_without_a_page_size_is_the_whole_history()
    {
        await using var server = await TestServer.StartAsync();
        var run = await LogAsync(server, 0, 1, 2);

        var reply = (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=m")).Json;

        reply["metrics"]!.AsArray().Should().HaveCount(3);
        reply["next_page_token"].Should().BeNull();
    }

    [Theory]
    [InlineData("max_results=0")]
    [InlineData("max_results=-1")]
    [InlineData("max_results=many")]
    [InlineData("max_results=5&page_token=e30=")]
    public async Task A_page_that_makes_no_sense_is_refused(string page)
    {
        await using var server = await TestServer.StartAsync();
        var run = await LogAsync(server, 0);

        (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=m&{page}")).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_histories_of_many_runs_pass_over_runs_that_are_not_there()
    {
        await using var server = await TestServer.StartAsync();
        var run = await LogAsync(server, 0, 1);

        var reply = await server.GetAsync($"{Bulk}?run_id={run}&run_id={new string('0', 32)}&metric_key=m");

        reply.Json["metrics"]!.AsArray().Select(point => point!["run_id"]!.GetValue<string>()).Should().Equal(run, run);
    }

    [Fact]
    public async Task A_sample_keeps_to_its_steps_and_ends_with_the_last()
    {
        await using var server = await TestServer.StartAsync();
        var run = await LogAsync(server, [.. Enumerable.Range(0, 100)]);

        var reply = await server.GetAsync($"{Interval}?run_ids={run}&metric_key=m&start_step=10&end_step=49&max_results=4");

        reply.Json["metrics"]!.AsArray().Select(point => point!["step"]!.GetValue<int>()).Should().Equal(10, 20, 30, 40, 49);
    }

    [Theory]
    [InlineData("metric_key=m", "Missing value for required parameter 'run_ids'")]
    [InlineData("run_ids=a&metric_key=m&max_results=2501", "max_results")]
    [InlineData("run_ids=a", "metric_key")]
    public async Task A_sample_that_asks_for_too_little_or_too_much_is_refused(string query, string expected)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.GetAsync($"{Interval}?{query}");

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain(expected);
    }

    private static async Task<string> LogAsync(TestServer server, params int[] steps)
    {
        var run = await server.CreateRunAsync("0");
        await server.PostAsync(
            "runs/log-batch", new { run_id = run, metrics = steps.Select(step => new { key = "m", value = step, timestamp = step, step }) });
        return run;
    }
}
