using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RlLab.Tracking.Tests.Mlflow;

/// <summary>How each recorded request is made with the client, and what it gives.</summary>
internal static class RecordedCalls
{
    private const string Run = "46941d19b2cc40f7ab621382588d26e3";
    private const string Model = "m-464ceaaf28b646799396fd5d0696a7ca";

    private static readonly MlflowRunInfo Kept = new(Run, "1") { ArtifactUri = $"mlflow-artifacts:/1/{Run}/artifacts" };

    /// <summary>The same run where the server hands on no artifacts, and so is asked as its own pages ask it.</summary>
    private static readonly MlflowRunInfo Foreign = Kept with { ArtifactUri = $"s3://bucket/1/{Run}/artifacts" };

    public static readonly IReadOnlyDictionary<string, Func<MlflowClient, RecordedExchange, Task<object?>>> All = new Dictionary<string,
        Func<MlflowClient, RecordedExchange, Task<object?>>>
    {
        ["version"] = async (client, _) => await client.GetVersionAsync(),
        ["create experiment"] = CreateExperiment,
        ["create experiment: same name"] = CreateExperiment,
        ["create experiment: name of a deleted one"] = CreateExperiment,
        ["create experiment: own artifact location"] = CreateExperiment,
        ["get experiment"] = GetExperiment,
        ["get experiment: unknown"] = GetExperiment,
        ["get experiment: not a number"] = GetExperiment,
        ["get deleted experiment"] = GetExperiment,
        ["get experiment by name"] = FindExperiment,
        ["get experiment by name: unknown"] = FindExperiment,
        ["search experiments"] = SearchExperiments,
        ["search experiments: filter"] = SearchExperiments,
        ["search experiments: bad filter"] = SearchExperiments,
        ["set experiment tag"] = Done((client, at) => client.Experiments.SetTagAsync(at.Field("experiment_id"), at.Field("key"), at.Field("value"))),
        ["rename experiment"] = Done((client, at) => client.Experiments.RenameAsync(at.Field("experiment_id"), at.Field("new_name"))),
        ["delete experiment"] = Done((client, at) => client.Experiments.DeleteAsync(at.Field("experiment_id"))),
        ["delete experiment twice"] = Done((client, at) => client.Experiments.DeleteAsync(at.Field("experiment_id"))),
        ["restore experiment"] = Done((client, at) => client.Experiments.RestoreAsync(at.Field("experiment_id"))),
        ["create run"] = CreateRun,
        ["create child run"] = CreateRun,
        ["create run: no name"] = CreateRun,
        ["create run: unknown experiment"] = CreateRun,
        ["create run: deleted experiment"] = CreateRun,
        ["log param"] = LogParameter,
        ["log param: same value"] = LogParameter,
        ["log param: other value"] = LogParameter,
        ["log param: empty value"] = LogParameter,
        ["log param: unknown run"] = LogParameter,
        ["log metric"] = LogMetric,
        ["log metric: the same point"] = LogMetric,
        ["log metric: point 0"] = LogMetric,
        ["log metric: NaN"] = LogMetric,
        ["log metric: Infinity"] = LogMetric,
        ["log metric: -Infinity"] = LogMetric,
        ["log metric: negative step"] = LogMetric,
        ["log after finish"] = LogMetric,
        ["log to deleted run"] = LogMetric,
        ["log batch"] = LogBatch,
        ["log batch: conflicting param"] = LogBatch,
        ["log batch: repeated param"] = LogBatch,
        ["set tag"] = SetTag,
        ["set tag again"] = SetTag,
        ["delete tag"] = Done((client, at) => client.Runs.DeleteTagAsync(at.Field("run_id"), at.Field("key"))),
        ["log inputs"] = Done((client, at) => client.Runs.LogInputsAsync(at.Field("run_id"), at.List("datasets", Input))),
        ["get run"] = GetRun,
        ["get child run"] = GetRun,
        ["get run: unknown"] = GetRun,
        ["get deleted run"] = GetRun,
        ["metric history"] = MetricHistory,
        ["metric history: unknown key"] = MetricHistory,
        ["metric history bulk interval"] = async (client, at) => await client.Metrics.SampleAsync(
            at.Request["query"]!["run_ids"].Deserialize<string[]>()!, at.Query["metric_key"], int.Parse(at.Query["max_results"])),
        ["finish run"] = UpdateRun,
        ["rename run"] = UpdateRun,
        ["delete run"] = Done((client, at) => client.Runs.DeleteAsync(at.Field("run_id"))),
        ["restore run"] = Done((client, at) => client.Runs.RestoreAsync(at.Field("run_id"))),
        ["search runs: metric"] = SearchRuns,
        ["search runs: param"] = SearchRuns,
        ["search runs: tag"] = SearchRuns,
        ["search runs: parent"] = SearchRuns,
        ["search runs: status"] = SearchRuns,
        ["search runs: name"] = SearchRuns,
        ["search runs: start_time"] = SearchRuns,
        ["search runs: in"] = SearchRuns,
        ["search runs: is null"] = SearchRuns,
        ["search runs: none match"] = SearchRuns,
        ["search runs: dataset"] = SearchRuns,
        ["search runs: or is refused"] = SearchRuns,
        ["search runs: bad column"] = SearchRuns,
        ["search runs: unquoted text"] = SearchRuns,
        ["search runs: text for a metric"] = SearchRuns,
        ["search runs: order by metric"] = SearchRuns,
        ["search runs: order by param desc"] = SearchRuns,
        ["search runs: deleted only"] = SearchRuns,
        ["search runs: all"] = SearchRuns,
        ["search runs: too many"] = SearchRuns,
        ["put artifact"] = PutArtifact,
        ["put artifact in a folder"] = PutArtifact,
        ["put artifact again"] = PutArtifact,
        ["put empty artifact"] = PutArtifact,
        ["list artifacts"] = ListArtifacts,
        ["list artifacts in a folder"] = ListArtifacts,
        ["list artifacts: unknown folder"] = ListArtifacts,
        ["list through the proxy"] = async (client, _) => await client.Artifacts.Of(Kept).ListAsync().ToListAsync(),
        ["get artifact"] = (client, _) => ReadAsync(client.Artifacts.Of(Kept), "notes.txt"),
        ["get artifact: unknown"] = (client, _) => ReadAsync(client.Artifacts.Of(Kept), "nope.txt"),
        ["get-artifact of the UI"] = (client, _) => ReadAsync(client.Artifacts.Of(Foreign), "notes.txt"),
        ["delete artifact"] = Done((client, _) => client.Artifacts.Of(Kept).DeleteAsync("notes.txt")),
        ["create registered model"] = async (client, at) => await client.RegisteredModels.CreateAsync(
            at.Field("name"), at.Field("description"), at.List("tags", Tag)),
        ["create registered model: again"] = async (client, at) => await client.RegisteredModels.CreateAsync(at.Field("name")),
        ["get registered model"] = async (client, at) => await client.RegisteredModels.GetAsync(at.Query["name"]),
        ["get registered model: unknown"] = async (client, at) => await client.RegisteredModels.GetAsync(at.Query["name"]),
        ["update registered model"] = async (client, at) => await client.RegisteredModels.DescribeAsync(at.Field("name"), at.Field("description")),
        ["search registered models"] = async (client, _) => await client.RegisteredModels.SearchAsync(pageSize: 10).ToListAsync(),
        ["set alias"] = Done((client, at) => client.RegisteredModels.SetAliasAsync(at.Field("name"), at.Field("alias"), 1)),
        ["delete alias"] = Done((client, at) => client.RegisteredModels.DeleteAliasAsync(at.Field("name"), at.Field("alias"))),
        ["delete registered model"] = Done((client, at) => client.RegisteredModels.DeleteAsync(at.Field("name"))),
        ["create model version"] = async (client, at) => await client.ModelVersions.CreateAsync(
            at.Field("name"), at.Field("source"), at.Field("run_id")),
        ["get model version"] = async (client, at) => await client.ModelVersions.GetAsync(at.Query["name"], 1),
        ["update model version"] = async (client, at) => await client.ModelVersions.DescribeAsync(at.Field("name"), 1, at.Field("description")),
        ["set model version tag"] = Done((client, at) => client.ModelVersions.SetTagAsync(at.Field("name"), 1, at.Field("key"), at.Field("value"))),
        ["get by alias"] = async (client, at) => await client.ModelVersions.GetByAliasAsync(at.Query["name"], at.Query["alias"]),
        ["model version download uri"] = async (client, at) => await client.ModelVersions.GetDownloadUriAsync(at.Query["name"], 1),
        ["transition stage"] = async (client, at) => await client.ModelVersions.SetStageAsync(at.Field("name"), 1, MlflowStage.Production),
        ["search model versions"] = async (client, at) => await client.ModelVersions.SearchAsync(at.Query["filter"], pageSize: 10).ToListAsync(),
        ["latest versions"] = async (client, at) => await client.ModelVersions.GetLatestAsync(at.Field("name")),
        ["delete model version"] = Done((client, at) => client.ModelVersions.DeleteAsync(at.Field("name"), 1)),
        ["create logged model"] = async (client, at) => await client.LoggedModels.CreateAsync(
            at.Field("experiment_id"), at.Field("name"), at.Field("source_run_id"), parameters: at.List("params", Parameter),
                tags: at.List("tags", Tag)),
        ["get logged model"] = async (client, _) => await client.LoggedModels.GetAsync(Model),
        ["finish logged model"] = async (client, _) => await client.LoggedModels.FinishAsync(Model),
        ["search logged models"] = async (client, _) => await client.LoggedModels.SearchAsync(["1"], pageSize: 10).ToListAsync(),
        ["run outputs"] = Done((client, at) => client.Runs.LogOutputsAsync(at.Field("run_id"), [new MlflowModelOutput(Model, 100)])),
    };

    /// <summary>Requests that this client refuses by itself; that the server did is the reason.</summary>
    public static readonly IReadOnlyDictionary<string, Func<MlflowClient, RecordedExchange, Task<object?>>> RefusedHere = new Dictionary<string,
        Func<MlflowClient, RecordedExchange, Task<object?>>>
    {
        ["create experiment: name too long"] = CreateExperiment,
        ["log param: bad key"] = LogParameter,
        ["log metric: key too long"] = LogMetric,
        ["log metric: bad key"] = LogMetric,
        ["list artifacts: path leaves"] = ListArtifacts,
    };

    private static Func<MlflowClient, RecordedExchange, Task<object?>> Done(Func<MlflowClient, RecordedExchange, Task> call) =>
        async (client, at) =>
        {
            await call(client, at);
            return null;
        };

    private static async Task<object?> CreateExperiment(MlflowClient client, RecordedExchange at) =>
        await client.Experiments.CreateAsync(
            at.Field("name"), at.Body.ContainsKey("tags") ? at.List("tags", Tag) : null, (string?)at.Body["artifact_location"]);

    private static async Task<object?> GetExperiment(MlflowClient client, RecordedExchange at) =>
        await client.Experiments.GetAsync(at.Query["experiment_id"]);

    private static async Task<object?> FindExperiment(MlflowClient client, RecordedExchange at) =>
        await client.Experiments.FindAsync(at.Query["experiment_name"]);

    private static async Task<object?> SearchExperiments(MlflowClient client, RecordedExchange at) =>
        await client.Experiments.SearchAsync(
            (string?)at.Body["filter"], at.Body["order_by"]?.Deserialize<string[]>(), View(at, "view_type"), (int)at.Body["max_results"]!)
                .ToListAsync();

    private static async Task<object?> CreateRun(MlflowClient client, RecordedExchange at) =>
        await client.Runs.CreateAsync(
            at.Field("experiment_id"), (string?)at.Body["run_name"], Time(at.Body["start_time"]), (string?)at.Body["user_id"],
            at.Body.ContainsKey("tags") ? at.List("tags", Tag) : null);

    private static async Task<object?> GetRun(MlflowClient client, RecordedExchange at) => await client.Runs.GetAsync(at.Query["run_id"]);

    private static async Task<object?> UpdateRun(MlflowClient client, RecordedExchange at) =>
        await client.Runs.UpdateAsync(
            at.Field("run_id"), at.Body["status"] is { } status ? Enum.Parse<MlflowRunStatus>((string)status!, ignoreCase: true) : null,
            at.Body["end_time"] is { } end ? Time(end) : null, (string?)at.Body["run_name"]);

    private static async Task<object?> SearchRuns(MlflowClient client, RecordedExchange at) =>
        await client.Runs.SearchAsync(
            at.Body["experiment_ids"]!.Deserialize<string[]>()!, (string?)at.Body["filter"], at.Body["order_by"]?.Deserialize<string[]>(),
            View(at, "run_view_type"), (int)at.Body["max_results"]!).ToListAsync();

    private static async Task<object?> LogParameter(MlflowClient client, RecordedExchange at)
    {
        await client.Runs.LogParameterAsync(at.Field("run_id"), at.Field("key"), at.Field("value"));
        return null;
    }

    private static async Task<object?> LogMetric(MlflowClient client, RecordedExchange at)
    {
        await client.Runs.LogMetricAsync(at.Field("run_id"), Metric(at.Body));
        return null;
    }

    private static async Task<object?> LogBatch(MlflowClient client, RecordedExchange at)
    {
        await client.Runs.LogBatchAsync(at.Field("run_id"), at.List("metrics", Metric), at.List("params", Parameter), at.List("tags", Tag));
        return null;
    }

    private static async Task<object?> SetTag(MlflowClient client, RecordedExchange at)
    {
        await client.Runs.SetTagAsync(at.Field("run_id"), at.Field("key"), at.Field("value"));
        return null;
    }

    private static async Task<object?> MetricHistory(MlflowClient client, RecordedExchange at) =>
        await client.Metrics.GetHistoryAsync(at.Query["run_id"], at.Query["metric_key"], int.Parse(at.Query["max_results"])).ToListAsync();

    private static async Task<object?> PutArtifact(MlflowClient client, RecordedExchange at)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes((string)at.Request["text"]!));
        await client.Artifacts.Of(Kept).UploadAsync(at.Path.Split("/artifacts/")[^1], content);
        return null;
    }

    private static async Task<object?> ListArtifacts(MlflowClient client, RecordedExchange at) =>
        await client.Artifacts.Of(Foreign).ListAsync(at.Query.GetValueOrDefault("path")).ToListAsync();

    private static async Task<object?> ReadAsync(MlflowArtifactFolder folder, string path)
    {
        using var reader = new StreamReader(await folder.OpenAsync(path));
        return await reader.ReadToEndAsync();
    }

    private static MlflowView View(RecordedExchange at, string field) => (string?)at.Body[field] switch
    {
        "ALL" => MlflowView.All,
        "DELETED_ONLY" => MlflowView.Deleted,
        _ => MlflowView.Active,
    };

    private static MlflowMetric Metric(JsonObject metric) => new(
        (string)metric["key"]!,
        metric["value"]!.GetValueKind() == JsonValueKind.String ? double.Parse((string)metric["value"]!) : (double)metric["value"]!,
        Time(metric["timestamp"]), (long)metric["step"]!);

    private static MlflowDatasetInput Input(JsonObject input)
    {
        string Of(string name) => (string)input["dataset"]![name]!;
        var dataset = new MlflowDataset(Of("name"), Of("digest"), Of("source_type"), Of("source"), Of("schema"), Of("profile"));
        return new MlflowDatasetInput(dataset) { Tags = [.. input["tags"]!.AsArray().Select(tag => Tag(tag!.AsObject()))] };
    }

    private static MlflowParameter Parameter(JsonObject pair) => new((string)pair["key"]!, (string)pair["value"]!);

    private static MlflowTag Tag(JsonObject tag) => new((string)tag["key"]!, (string)tag["value"]!);

    private static DateTimeOffset Time(JsonNode? time) => DateTimeOffset.FromUnixTimeMilliseconds((long)time!);
}
