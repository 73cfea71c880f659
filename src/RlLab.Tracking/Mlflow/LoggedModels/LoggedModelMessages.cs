namespace RlLab.Tracking;

internal sealed record CreateLoggedModelRequest(
    string ExperimentId, string? Name, string? ModelType, string? SourceRunId, IReadOnlyList<MlflowParameter>? Params,
    IReadOnlyList<MlflowTag>? Tags);

internal sealed record FinishLoggedModelRequest(string ModelId, MlflowLoggedModelStatus Status);

internal sealed record SearchLoggedModelsRequest(
    IReadOnlyList<string> ExperimentIds, string? Filter, IReadOnlyList<MlflowLoggedModelDataset>? Datasets, int MaxResults,
    IReadOnlyList<MlflowLoggedModelOrder>? OrderBy, string? PageToken);

internal sealed record SetLoggedModelTagsRequest(string ModelId, IReadOnlyList<MlflowTag> Tags);

internal sealed record LogLoggedModelParametersRequest(string ModelId, IReadOnlyList<MlflowParameter> Params);

internal sealed record LoggedModelAnswer(MlflowLoggedModel Model);

internal sealed record SearchLoggedModelsAnswer
{
    public IReadOnlyList<MlflowLoggedModel> Models { get; init => field = value ?? []; } = [];

    public string? NextPageToken { get; init; }
}
