namespace RlLab.Tracking;

internal sealed record CreateRunRequest(
    string ExperimentId, DateTimeOffset StartTime, string? RunName, string? UserId, IReadOnlyList<MlflowTag>? Tags);

internal sealed record RunRequest(string RunId);

internal sealed record UpdateRunRequest(string RunId, MlflowRunStatus? Status, DateTimeOffset? EndTime, string? RunName);

internal sealed record SearchRunsRequest(
    IReadOnlyList<string> ExperimentIds, string? Filter, IReadOnlyList<string>? OrderBy, MlflowView? RunViewType, int MaxResults, string? PageToken);

internal sealed record LogMetricRequest(
    string RunId, string Key, double Value, DateTimeOffset Timestamp, long Step, string? ModelId, string? DatasetName, string? DatasetDigest);

internal sealed record LogParameterRequest(string RunId, string Key, string Value);

internal sealed record LogBatchRequest(
    string RunId, IReadOnlyList<MlflowMetric>? Metrics, IReadOnlyList<MlflowParameter>? Params, IReadOnlyList<MlflowTag>? Tags);

internal sealed record SetTagRequest(string RunId, string Key, string Value);

internal sealed record DeleteTagRequest(string RunId, string Key);

internal sealed record LogInputsRequest(string RunId, IReadOnlyList<MlflowDatasetInput>? Datasets, IReadOnlyList<MlflowModelInput>? Models);

internal sealed record LogOutputsRequest(string RunId, IReadOnlyList<MlflowModelOutput> Models);

internal sealed record RunAnswer(MlflowRun Run);

internal sealed record UpdateRunAnswer(MlflowRunInfo RunInfo);

internal sealed record SearchRunsAnswer
{
    public IReadOnlyList<MlflowRun> Runs { get; init => field = value ?? []; } = [];

    public string? NextPageToken { get; init; }
}

internal sealed record MetricsAnswer
{
    public IReadOnlyList<MlflowMetric> Metrics { get; init => field = value ?? []; } = [];

    public string? NextPageToken { get; init; }
}

internal sealed record EmptyAnswer;
