using System.Text.Json.Serialization;

namespace RlLab.Tracking;

// Requests and answers as they go over the wire. What is null is left out: MLflow tells "not given" from "empty".
internal sealed record CreateExperimentRequest(string Name, IReadOnlyList<MlflowTag>? Tags);

internal sealed record SetExperimentTagRequest(string ExperimentId, string Key, string Value);

internal sealed record SearchExperimentsRequest(int MaxResults, string? Filter, IReadOnlyList<string>? OrderBy, string? ViewType,
    string? PageToken);

internal sealed record CreateRunRequest(string ExperimentId, long StartTime, string? RunName, string? UserId,
    IReadOnlyList<MlflowTag>? Tags);

internal sealed record UpdateRunRequest(string RunId, string? Status, long? EndTime, string? RunName);

internal sealed record SearchRunsRequest(
    IReadOnlyList<string> ExperimentIds, string? Filter, IReadOnlyList<string>? OrderBy, string? RunViewType, int MaxResults,
    string? PageToken);

internal sealed record LogBatchRequest(
    string RunId, IReadOnlyList<MlflowMetric>? Metrics, IReadOnlyList<MlflowParameter>? Params, IReadOnlyList<MlflowTag>? Tags);

internal sealed record SetTagRequest(string RunId, string Key, string Value);

internal sealed record DeleteTagRequest(string RunId, string Key);

internal sealed record CreateExperimentAnswer(string ExperimentId);

internal sealed record ExperimentAnswer(MlflowExperiment Experiment);

internal sealed record SearchExperimentsAnswer
{
    public IReadOnlyList<MlflowExperiment> Experiments { get; init => field = value ?? []; } = [];

    public string? NextPageToken { get; init; }
}

internal sealed record RunAnswer(MlflowRun Run);

internal sealed record UpdateRunAnswer(MlflowRunInfo RunInfo);

internal sealed record SearchRunsAnswer
{
    public IReadOnlyList<MlflowRun> Runs { get; init => field = value ?? []; } = [];

    public string? NextPageToken { get; init; }
}

internal sealed record MetricHistoryAnswer
{
    public IReadOnlyList<MlflowMetric> Metrics { get; init => field = value ?? []; } = [];

    public string? NextPageToken { get; init; }
}

internal sealed record ListArtifactsAnswer
{
    public IReadOnlyList<MlflowFile> Files { get; init => field = value ?? []; } = [];

    public string? NextPageToken { get; init; }
}

internal sealed record EmptyAnswer;

// Int64 may come as text, and NaN must go and come as text: a bare NaN makes a server store 0 and drop the rest of the request.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CreateExperimentRequest))]
[JsonSerializable(typeof(SetExperimentTagRequest))]
[JsonSerializable(typeof(SearchExperimentsRequest))]
[JsonSerializable(typeof(CreateRunRequest))]
[JsonSerializable(typeof(UpdateRunRequest))]
[JsonSerializable(typeof(SearchRunsRequest))]
[JsonSerializable(typeof(LogBatchRequest))]
[JsonSerializable(typeof(SetTagRequest))]
[JsonSerializable(typeof(DeleteTagRequest))]
[JsonSerializable(typeof(CreateExperimentAnswer))]
[JsonSerializable(typeof(ExperimentAnswer))]
[JsonSerializable(typeof(SearchExperimentsAnswer))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(UpdateRunAnswer))]
[JsonSerializable(typeof(SearchRunsAnswer))]
[JsonSerializable(typeof(MetricHistoryAnswer))]
[JsonSerializable(typeof(ListArtifactsAnswer))]
[JsonSerializable(typeof(EmptyAnswer))]
internal sealed partial class MlflowJson : JsonSerializerContext;
