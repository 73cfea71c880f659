using System.Net;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

/// <summary>Models that runs logged, and what was measured of them.</summary>
public sealed class LoggedModelTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private string _run = "";

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _run = await _server.CreateRunAsync("0");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_point_that_names_a_model_is_the_models_and_the_runs()
    {
        var model = await CreateAsync("policy");

        await LogAsync(model, "return", 0.5, "train", "d1", step: 1);
        await LogAsync(model, "return", 0.5, "train", "d1", step: 1);
        await _server.PostAsync("runs/log-batch", new
        {
            run_id = _run,
            metrics = new[]
            {
                new { key = "return", value = (object)"NaN", timestamp = 2, step = 2, model_id = model },
                new { key = "loss", value = (object)3, timestamp = 2, step = 2, model_id = "" },
            },
        });

        var metrics = await MetricsAsync(model);
        metrics.Select(point => point!["step"]!.GetValue<int>()).Should().Equal([1, 2], "one that was sent twice is kept once");
        metrics[0]!.ToJsonString().Should().Be(
            """{"key":"return","value":0.5,"timestamp":1,"step":1,"model_id":"MODEL","dataset_name":"train","dataset_digest":"d1","run_id":"RUN"}"""
                .Replace("MODEL", model).Replace("RUN", _run));
        metrics[1]!["value"]!.GetValue<string>().Should().Be("NaN");
        metrics[1]!.AsObject().Should().NotContainKey("dataset_name");
        (await _server.GetAsync($"metrics/get-history?run_id={_run}&metric_key=return")).Json["metrics"]!.AsArray().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_point_of_a_model_that_is_not_there_is_refused_and_not_kept_for_the_run_either()
    {
        (await LogAsync("m-nothing", "return", 1)).Status.Should().Be(HttpStatusCode.NotFound);

        (await _server.GetAsync($"metrics/get-history?run_id={_run}&metric_key=return")).Json["metrics"].Should().BeNull();
    }

    [Theory]
    [InlineData("metrics.return > 0.8", null, null, "best")]
    [InlineData("metrics.return > 0.1", "test", null, "middle")]
    [InlineData("metrics.return > 0.1", "train", "d2", "worst")]
    [InlineData("metrics.return <= 0.9 AND name != 'best'", null, null, "worst middle")]
    [InlineData("params.width = '64'", null, null, "worst middle best")]
    [InlineData("", "train", null, "worst best")]
    [InlineData("", "train", "d1", "best")]
    [InlineData("", "nothing", null, "")]
    public async Task Models_are_found_by_what_was_measured_on_datasets(string filter, string? dataset, string? digest, string expected)
    {
        await ThreeModelsAsync();

        (await SearchAsync(filter, dataset is null ? null : [new { dataset_name = dataset, dataset_digest = digest }])).Should().Be(expected);
    }

    [Theory]
    [InlineData("metrics.return", false, null, "best middle worst unmeasured")]
    [InlineData("metrics.return", true, null, "worst middle best unmeasured")]
    [InlineData("metrics.return", true, "train", "worst best unmeasured middle")]
    [InlineData("name", true, null, "best middle unmeasured worst")]
    [InlineData("creation_timestamp", false, null, "unmeasured worst middle best")]
    public async Task Models_are_ordered_by_their_latest_point_and_those_without_come_last(
        string field, bool ascending, string? dataset, string expected)
    {
        await ThreeModelsAsync();
        await CreateAsync("unmeasured");

        (await SearchAsync("", null, new { field_name = field, ascending, dataset_name = dataset })).Should().Be(expected);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("v1.2")]
    [InlineData("50%")]
    [InlineData("it's")]
    public async Task A_name_that_would_not_stand_in_an_address_is_refused(string name) =>
        (await _server.PostAsync("logged-models", new { experiment_id = "0", name })).ErrorMessage.Should().Contain("Invalid model name");

    [Fact]
    public async Task A_file_of_a_model_is_sent_to_a_page_and_none_outside_of_it()
    {
        var model = await CreateAsync("policy");
        await _server.SendAsync(
            HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/0/models/{model}/artifacts/MLmodel", new StringContent("flavors: {}"));
        var files = $"/ajax-api/2.0/mlflow/logged-models/{model}/artifacts/files";

        (await _server.GetAsync($"{files}?artifact_file_path=MLmodel")).Text.Should().Be("flavors: {}");
        (await _server.GetAsync($"{files}?artifact_file_path=other")).Status.Should().Be(HttpStatusCode.NotFound);
        (await _server.GetAsync($"{files}?artifact_file_path=../../MLmodel")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await _server.GetAsync(files)).ErrorCode.Should().Be("INVALID_PARAMETER_VALUE");
    }

    private async Task ThreeModelsAsync()
    {
        var (best, middle, worst) = (await CreateAsync("best"), await CreateAsync("middle"), await CreateAsync("worst"));
        await LogAsync(best, "return", 0.1, "train", "d1", step: 1);
        await LogAsync(best, "return", 0.9, "train", "d1", step: 2);
        await LogAsync(middle, "return", 0.5, "test", "d1");
        await LogAsync(worst, "return", 0.2, "train", "d2");
    }

    private async Task<string> CreateAsync(string name)
    {
        var created = await _server.PostAsync(
            "logged-models", new { experiment_id = "0", name, @params = new[] { new { key = "width", value = "64" } } });
        return created.Json["model"]!["info"]!["model_id"]!.GetValue<string>();
    }

    private Task<Reply> LogAsync(string model, string key, double value, string? dataset = null, string? digest = null, int step = 0) =>
        _server.PostAsync("runs/log-metric", new
        {
            run_id = _run, key, value, timestamp = step, step, model_id = model, dataset_name = dataset, dataset_digest = digest,
        });

    private async Task<JsonArray> MetricsAsync(string model) =>
        (await _server.GetAsync($"logged-models/{model}")).Json["model"]!["data"]!["metrics"]!.AsArray();

    private async Task<string> SearchAsync(string filter, object[]? datasets, params object[] order)
    {
        var reply = await _server.PostAsync("logged-models/search", new { experiment_ids = new[] { "0" }, filter, datasets, order_by = order });
        reply.Status.Should().Be(HttpStatusCode.OK, reply.Text);
        return string.Join(' ', reply.Json["models"]?.AsArray().Select(model => model!["info"]!["name"]!.GetValue<string>()) ?? []);
    }
}
