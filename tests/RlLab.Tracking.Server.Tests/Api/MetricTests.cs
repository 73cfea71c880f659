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

    [Theory]
    [InlineData("-1")]
    [InlineData("-9223372036854775808")]
    [InlineData("1e400")]
    public async Task The_histories_of_many_runs_are_no_more_than_a_number_of_points_that_makes_sense(string size)
    {
        await using var server = await TestServer.StartAsync();
        var run = await LogAsync(server, 0, 1);

        (await server.GetAsync($"{Bulk}?run_id={run}&metric_key=m&max_results={size}")).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("3", 3)]
    [InlineData("9223372036854775807", 4)]
    public async Task The_histories_of_many_runs_are_together_as_long_as_was_asked_for(string size, int expected)
    {
        await using var server = await TestServer.StartAsync();
        var (one, other) = (await LogAsync(server, 0, 1), await LogAsync(server, 0, 1));

        var reply = await server.GetAsync($"{Bulk}?run_id={one}&run_id={other}&metric_key=m&max_results={size}");

        reply.Json["metrics"]!.AsArray().Should().HaveCount(expected);
    }

    [Fact]
    public async Task A_sample_keeps_to_its_steps_and_ends_with_the_last()
    {
        await using var server = await TestServer.StartAsync();
        var run = await LogAsync(server, [.. Enumerable.Range(0, 100)]);

        var reply = await server.GetAsync($"{Interval}?run_ids={run}&metric_key=m&start_step=10&end_step=49&max_results=4");

        reply.Json["metrics"]!.AsArray().Select(point => point!["step"]!.GetValue<int>()).Should().Equal(10, 20, 30, 40, 49);
    }

    [Fact]
    public async Task A_sample_of_runs_keeps_the_first_and_last_step_of_each_in_the_order_of_steps()
    {
        await using var server = await TestServer.StartAsync();
        var (shorter, longer) = (await LogAsync(server, [.. Enumerable.Range(0, 10)]), await LogAsync(server, [.. Enumerable.Range(0, 20)]));
        await server.PostAsync("runs/log-metric", new { run_id = shorter, key = "m", value = 7, timestamp = 0, step = 9 });

        var points = (await server.GetAsync($"{Interval}?run_ids={shorter}&run_ids={longer}&metric_key=m&max_results=5")).Json["metrics"]!.AsArray();

        Steps(shorter).Should().Equal([0, 4, 8, 9, 9], "9 is its last, and was logged at two times");
        Steps(longer).Should().Equal(0, 4, 8, 9, 12, 16, 19);

        IEnumerable<int> Steps(string run) =>
            points.Where(point => point!["run_id"]!.GetValue<string>() == run).Select(point => point!["step"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("start_step=5&end_step=4", "end_step must be greater than start_step. Found start_step=5 and end_step=4.")]
    [InlineData("start_step=5", "both must be specified")]
    [InlineData("end_step=5", "both must be specified")]
    [InlineData("max_results=0", "max_results must be between 1 and 2500")]
    public async Task An_interval_without_an_inside_is_refused(string interval, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var run = await LogAsync(server, 0);

        var reply = await server.GetAsync($"{Interval}?run_ids={run}&metric_key=m&{interval}");

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain(expected);
    }

    [Theory]
    [InlineData(Interval, "run_ids", "GetMetricHistoryBulkInterval request must specify at most 100 run_ids. Received 1000 run_ids.")]
    [InlineData(Bulk, "run_id", "GetMetricHistoryBulk request cannot specify more than 100 run_ids. Received 1000 run_ids.")]
    public async Task More_runs_than_a_hundred_are_told_of_rather_than_that_the_address_is_too_long(string path, string field, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var runs = string.Join('&', Enumerable.Range(0, 1000).Select(index => $"{field}={index:x32}"));

        var reply = await server.GetAsync($"{path}?{runs}&metric_key=m");

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Be(expected);
    }

    [Fact]
    public async Task A_sample_of_a_run_that_is_not_there_is_not_found()
    {
        await using var server = await TestServer.StartAsync();

        (await server.GetAsync($"{Interval}?run_ids=nothing&metric_key=m")).Status.Should().Be(HttpStatusCode.NotFound);
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
