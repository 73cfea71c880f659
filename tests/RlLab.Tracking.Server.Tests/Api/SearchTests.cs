using System.Net;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

/// <summary>Four runs, and what each filter finds among them, in the order that it gives.</summary>
public sealed class SearchTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private string _experiment = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _experiment = await _server.CreateExperimentAsync("searched");
        await AddAsync(
            "alpha", 1000, "FINISHED", 2000, new() { ["return"] = 10, ["eval/return"] = 1 }, new() { ["hidden"] = "32", ["odd name"] = "it's" },
            new() { ["colour"] = "Red_1" });
        await AddAsync("beta", 2000, "FAILED", 2500, new() { ["return"] = 20 }, new() { ["hidden"] = "64" }, new() { ["colour"] = "blue" });
        await AddAsync("gamma", 3000, null, null, new() { ["return"] = double.NaN }, new() { ["hidden"] = "9" }, new());
        await AddAsync("Alpha-2", 4000, null, null, new(), new(), new() { ["colour"] = "red%1" });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("", "Alpha-2 gamma beta alpha")]
    [InlineData("   ", "Alpha-2 gamma beta alpha")]
    [InlineData("metrics.return > 10", "beta")]
    [InlineData("metrics.return >= 10", "beta alpha")]
    [InlineData("metric.return<=10", "alpha")]
    [InlineData("metrics.return != 10", "beta")]
    [InlineData("metrics.return = 1e1", "alpha")]
    [InlineData("metrics.return < -1", "")]
    [InlineData("metrics.return > -0.5 and metrics.return < 15", "alpha")]
    [InlineData("metrics.`eval/return` = 1", "alpha")]
    [InlineData("metrics.\"eval/return\" = 1", "alpha")]
    [InlineData("metrics.eval/return = 1", "alpha")]
    [InlineData("params.hidden = '32'", "alpha")]
    [InlineData("param.hidden = \"32\"", "alpha")]
    [InlineData("parameters.hidden != '32'", "gamma beta")]
    [InlineData("params.hidden LIKE '%4'", "beta")]
    [InlineData("params.hidden LIKE '_4'", "beta")]
    [InlineData("params.hidden IS NULL", "Alpha-2")]
    [InlineData("params.hidden is not null", "gamma beta alpha")]
    [InlineData("params.`odd name` = 'it''s'", "alpha")]
    [InlineData("params.`odd name` = \"it's\"", "alpha")]
    [InlineData("tags.colour LIKE 'red%'", "Alpha-2")]
    [InlineData("tags.colour ILIKE 'red%'", "Alpha-2 alpha")]
    [InlineData("tag.colour LIKE '*'", "")]
    [InlineData("tags.colour = 'blue' AND params.hidden = '64' AND attributes.status = 'FAILED'", "beta")]
    [InlineData("tags.mlflow.runName = 'beta'", "beta")]
    [InlineData("run_name = 'beta'", "beta")]
    [InlineData("attributes.run_name LIKE 'a%'", "alpha")]
    [InlineData("run_name ILIKE 'a%'", "Alpha-2 alpha")]
    [InlineData("`Run Name` = 'beta'", "beta")]
    [InlineData("attr.status != 'RUNNING'", "beta alpha")]
    [InlineData("status IN ('FAILED', 'FINISHED')", "beta alpha")]
    [InlineData("status NOT IN ('FAILED','FINISHED')", "Alpha-2 gamma")]
    [InlineData("start_time >= 2000 AND start_time < 4000", "gamma beta")]
    [InlineData("created > 3999", "Alpha-2")]
    [InlineData("end_time > 0", "beta alpha")]
    [InlineData("user_id = 'nobody'", "")]
    [InlineData("artifact_uri LIKE 'mlflow-artifacts:/%' AND run_name = 'beta'", "beta")]
    [InlineData("dataset.name = 'none'", "")]
    [InlineData("params.hidden = '32'' OR 1=1 --'", "")]
    public async Task A_filter_finds(string filter, string expected) => (await FindAsync(filter)).Should().Be(expected);

    [Theory]
    [InlineData("metrics.return DESC", "beta alpha gamma Alpha-2")]
    [InlineData("metrics.return ASC", "alpha beta gamma Alpha-2")]
    [InlineData("metrics.`eval/return`", "alpha Alpha-2 gamma beta")]
    [InlineData("params.hidden", "alpha beta gamma Alpha-2")]
    [InlineData("params.hidden desc", "gamma beta alpha Alpha-2")]
    [InlineData("attributes.start_time ASC", "alpha beta gamma Alpha-2")]
    [InlineData("end_time DESC", "beta alpha Alpha-2 gamma")]
    [InlineData("status", "beta alpha Alpha-2 gamma")]
    public async Task Runs_come_in_the_order_asked_for_with_what_lacks_the_field_last(string order, string expected) =>
        (await FindAsync("", order)).Should().Be(expected);

    [Theory]
    [InlineData("params.hidden = '32' OR params.hidden = '64'", "Invalid clause(s) in filter string: 'OR'")]
    [InlineData("params.hidden = '32' AND", "Invalid clause(s)")]
    [InlineData("AND", "Invalid attribute key 'AND'")]
    [InlineData("params.hidden", "Invalid comparator ''")]
    [InlineData("params.hidden > '32'", "Invalid comparator '>'")]
    [InlineData("params.hidden IN ('32')", "Invalid comparator 'IN'")]
    [InlineData("metrics.return LIKE '1'", "Invalid comparator 'LIKE'")]
    [InlineData("metrics.return IS NULL", "Invalid comparator 'IS NULL'")]
    [InlineData("metrics.return > 'a'", "Expected numeric value type for metric. Found 'a'")]
    [InlineData("metrics.return > ", "Expected numeric value type for metric. Found nothing")]
    [InlineData("start_time > '5'", "numeric attribute: start_time")]
    [InlineData("params.hidden = 32", "Expected a quoted string value for parameter")]
    [InlineData("tags.colour = red", "Expected a quoted string value for tag")]
    [InlineData("params.hidden = '32", "without a closing one")]
    [InlineData("status IN 'FAILED'", "list of quoted string values")]
    [InlineData("status IN ('FAILED'", "without a closing one")]
    [InlineData("status IN ()", "list of quoted string values")]
    [InlineData("weights.hidden = '1'", "Invalid entity type 'weights'")]
    [InlineData("dataset.size = '1'", "Invalid dataset key 'size'")]
    [InlineData("; DROP TABLE runs", "Invalid clause(s) in filter string: '; DROP TABLE runs'")]
    public async Task A_filter_that_cannot_be_read_is_refused_with_the_reason(string filter, string expected)
    {
        var reply = await SearchAsync(filter);

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorCode.Should().Be("INVALID_PARAMETER_VALUE");
        reply.ErrorMessage.Should().Contain(expected);
    }

    [Theory]
    [InlineData("metrics.return SIDEWAYS", "Invalid ordering key in order_by clause")]
    [InlineData("dataset.name", "runs cannot be ordered by their datasets")]
    [InlineData("metrics.return DESC DESC", "Could not be parsed")]
    [InlineData("", "Could not be parsed")]
    [InlineData("colour", "Invalid attribute key 'colour'")]
    public async Task An_order_that_cannot_be_read_is_refused(string order, string expected) =>
        (await SearchAsync("", order)).ErrorMessage.Should().Contain(expected);

    [Fact]
    public async Task Pages_give_every_run_once_and_the_last_one_no_token()
    {
        var names = new List<string>();
        string? token = null;
        do
        {
            var search = new { experiment_ids = new[] { _experiment }, max_results = 2, page_token = token };
            var page = (await _server.PostAsync("runs/search", search)).Json;
            names.AddRange(page["runs"]!.AsArray().Select(run => run!["info"]!["run_name"]!.GetValue<string>()));
            token = page["next_page_token"]?.GetValue<string>();
        }
        while (token is not null);

        names.Should().Equal("Alpha-2", "gamma", "beta", "alpha");
    }

    private async Task AddAsync(
        string name, long start, string? status, long? end, Dictionary<string, double> metrics, Dictionary<string, string> parameters,
        Dictionary<string, string> tags)
    {
        var created = await _server.PostAsync("runs/create", new { experiment_id = _experiment, run_name = name, start_time = start });
        var run = created.Json["run"]!["info"]!["run_id"]!.GetValue<string>();
        await _server.PostAsync("runs/log-batch", new
        {
            run_id = run,
            metrics = metrics.Select(
                pair => new { key = pair.Key, value = double.IsNaN(pair.Value) ? (object)"NaN" : pair.Value, timestamp = start }),
            @params = parameters.Select(pair => new { key = pair.Key, value = pair.Value }),
            tags = tags.Select(pair => new { key = pair.Key, value = pair.Value }),
        });
        if (status is not null)
        {
            await _server.PostAsync("runs/update", new { run_id = run, status, end_time = end });
        }
    }

    private Task<Reply> SearchAsync(string filter, params string[] order) =>
        _server.PostAsync("runs/search", new { experiment_ids = new[] { _experiment }, filter, order_by = order });

    private async Task<string> FindAsync(string filter, params string[] order)
    {
        var reply = await SearchAsync(filter, order);
        reply.Status.Should().Be(HttpStatusCode.OK, reply.Text);
        return string.Join(' ', reply.Json["runs"]?.AsArray().Select(run => run!["info"]!["run_name"]!.GetValue<string>()) ?? []);
    }
}
