namespace RlLab.Tracking;

// Requests and answers as they go over the wire. What is null is left out: MLflow tells "not given" from "empty".
internal sealed record CreateExperimentRequest(string Name, string? ArtifactLocation, IReadOnlyList<MlflowTag>? Tags);

internal sealed record ExperimentRequest(string ExperimentId);

internal sealed record RenameExperimentRequest(string ExperimentId, string NewName);

internal sealed record SetExperimentTagRequest(string ExperimentId, string Key, string Value);

internal sealed record DeleteExperimentTagRequest(string ExperimentId, string Key);

internal sealed record SearchExperimentsRequest(
    int MaxResults, string? Filter, IReadOnlyList<string>? OrderBy, MlflowView? ViewType, string? PageToken);

internal sealed record SearchDatasetsRequest(IReadOnlyList<string> ExperimentIds);

internal sealed record CreateExperimentAnswer(string ExperimentId);

internal sealed record ExperimentAnswer(MlflowExperiment Experiment);

internal sealed record SearchExperimentsAnswer
{
    public IReadOnlyList<MlflowExperiment> Experiments { get; init => field = value ?? []; } = [];

    public string? NextPageToken { get; init; }
}

internal sealed record SearchDatasetsAnswer
{
    public IReadOnlyList<MlflowDatasetSummary> DatasetSummaries { get; init => field = value ?? []; } = [];
}
