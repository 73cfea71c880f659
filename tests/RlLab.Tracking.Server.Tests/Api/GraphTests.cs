using System.Net;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

/// <summary>The queries that MLflow's own pages make.</summary>
public sealed class GraphTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private string _run = "";

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _run = await _server.CreateRunAsync("0", "first");
        await _server.PostAsync("runs/log-batch", new
        {
            run_id = _run,
            metrics = Enumerable.Range(0, 3).Select(step => new { key = "m", value = step == 1 ? (object)"NaN" : step, timestamp = step, step }),
            @params = new[] { new { key = "width", value = "64" } },
        });
        await _server.PostAsync("registered-models/create", new { name = "policy" });
        await _server.PostAsync("model-versions/create", new { name = "policy", source = "mlflow-artifacts:/x", run_id = _run });
        await _server.SendAsync(HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/0/{_run}/artifacts/films/a.txt", new StringContent("hello"));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(
        """
        query Q($data: MlflowGetRunInput!) @component(name: "RunPage") {
          mlflowGetRun(input: $data) {
            apiError { message }
            run {
              info { runName status endTime }
              experiment { name }
              modelVersions { name version status }
              data { metrics { key value step } params { key value } }
              inputs { datasetInputs { dataset { name } } }
            }
          }
        }
        """,
        """{"data":{"runId":"THE_RUN"}}""",
        """
        {"mlflowGetRun":{"apiError":null,"run":{
          "info":{"runName":"first","status":"RUNNING","endTime":"0"},
          "experiment":{"name":"Default"},
          "modelVersions":[{"name":"policy","version":"1","status":"READY"}],
          "data":{"metrics":[{"key":"m","value":2,"step":"2"}],"params":[{"key":"width","value":"64"}]},
          "inputs":{"datasetInputs":[]}}}}
        """)]
    [InlineData(
        """
        query Q { one: mlflowGetExperiment(input: {experimentId: "0"}) { experiment { ...E } } }
        fragment E on MlflowExperiment { name lifecycleStage }
        """,
        "{}",
        """{"one":{"experiment":{"name":"Default","lifecycleStage":"active"}}}""")]
    [InlineData(
        """
        query Q {
          mlflowGetMetricHistoryBulkInterval(input: {runIds: ["THE_RUN"], metricKey: "m", startStep: 0, endStep: 1}) { metrics { step value } }
        }
        """,
        "{}",
        """{"mlflowGetMetricHistoryBulkInterval":{"metrics":[{"step":"0","value":0},{"step":"1","value":null}]}}""")]
    [InlineData(
        """query Q { mlflowListArtifacts(input: {runId: "THE_RUN"}) { files { path isDir fileSize } } }""",
        "{}",
        """{"mlflowListArtifacts":{"files":[{"path":"films","isDir":true,"fileSize":"0"}]}}""")]
    [InlineData(
        """
        mutation Q {
          mlflowSearchRuns(input: {experimentIds: ["0"], filter: "params.width = '64'", runViewType: ACTIVE_ONLY}) { runs { info { runId } } }
        }
        """,
        "{}",
        """{"mlflowSearchRuns":{"runs":[{"info":{"runId":"THE_RUN"}}]}}""")]
    [InlineData(
        """mutation Q { mlflowSearchDatasets(input: {experimentIds: ["0"]}) { datasetSummaries { name } } }""",
        "{}",
        """{"mlflowSearchDatasets":{"datasetSummaries":[]}}""")]
    [InlineData(
        """
        query Q($max: LongString) {
          mlflowSearchModelVersions(input: {filter: "name = 'policy'", maxResults: $max}) { modelVersions { name currentStage } nextPageToken }
        }
        """,
        """{"max":"5"}""",
        """{"mlflowSearchModelVersions":{"modelVersions":[{"name":"policy","currentStage":"None"}],"nextPageToken":""}}""")]
    [InlineData("""query Q { test(inputString: "abc") { output } }""", "{}", """{"test":{"output":"abc"}}""")]
    public async Task A_query_of_MLflows_pages_is_answered(string query, string variables, string expected)
    {
        var reply = await QueryAsync(query.Replace("THE_RUN", _run), JsonNode.Parse(variables.Replace("THE_RUN", _run)));

        reply.Json["errors"].Should().BeNull(reply.Text);
        reply.Json["data"]!.ToJsonString().Should().Be(JsonNode.Parse(expected.Replace("THE_RUN", _run))!.ToJsonString());
    }

    [Theory]
    [InlineData("""query Q { mlflowGetRun(input: {runId: "nothing"}) { run { info { runId } } } }""", "Run with id=nothing not found")]
    [InlineData("query Q { secrets }", "secrets")]
    [InlineData("query Q { mlflowGetRun(input: {colour: 1}) { run { info { runId } } } }", "colour")]
    public async Task What_a_query_cannot_have_is_an_error_in_words(string query, string expected)
    {
        var reply = await QueryAsync(query);

        reply.Status.Should().Be(HttpStatusCode.OK);
        reply.Json["errors"]![0]!.GetValue<string>().Should().Contain(expected);
    }

    [Theory]
    [InlineData("root fields", 12)]
    [InlineData("aliases", 12)]
    [InlineData("depth", 12)]
    [InlineData("selections", 1002)]
    public async Task A_query_that_asks_for_too_much_is_not_answered(string what, int many)
    {
        var query = what switch
        {
            "root fields" => "query Q { " + Repeat(many, index => $"k{index}: test {{ output }}") + " }",
            "aliases" => Experiment(Repeat(many, index => $"e{index}: experiment {{ name }}")),
            "depth" => $"query Q {{ {string.Concat(Enumerable.Repeat("name { ", many))}name{new string('}', many)} }}",
            _ => Experiment(Repeat(many, index => $"field{index}")),
        };

        var reply = await QueryAsync(query);

        reply.Json["data"].Should().BeNull();
        reply.Json["errors"]![0]!.GetValue<string>().Should().Contain(what);
    }

    [Fact]
    public async Task A_query_that_cannot_be_read_is_refused() =>
        (await QueryAsync("query Q {")).Status.Should().Be(HttpStatusCode.BadRequest);

    private static string Experiment(string fields) =>
        """query Q { mlflowGetExperiment(input: {experimentId: "0"}) { FIELDS } }""".Replace("FIELDS", fields);

    private static string Repeat(int count, Func<int, string> text) => string.Join(' ', Enumerable.Range(0, count).Select(text));

    private Task<Reply> QueryAsync(string query, JsonNode? variables = null) =>
        _server.PostAsync("/graphql", new { operationName = "Q", query, variables });
}
