using System.Text.Json.Serialization;

namespace RlLab.Tracking;

internal sealed record CreateRegisteredModelRequest(string Name, string? Description, IReadOnlyList<MlflowTag>? Tags);

internal sealed record RegisteredModelRequest(string Name);

internal sealed record RenameRegisteredModelRequest(string Name, string NewName);

internal sealed record DescribeRegisteredModelRequest(string Name, string Description);

internal sealed record SetRegisteredModelTagRequest(string Name, string Key, string Value);

internal sealed record DeleteRegisteredModelTagRequest(string Name, string Key);

internal sealed record SetAliasRequest(string Name, string Alias, [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int Version);

internal sealed record DeleteAliasRequest(string Name, string Alias);

internal sealed record CreateModelVersionRequest(
    string Name, string Source, string? RunId, string? ModelId, string? Description, IReadOnlyList<MlflowTag>? Tags);

internal sealed record ModelVersionRequest(string Name, [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int Version);

internal sealed record DescribeModelVersionRequest(
    string Name, [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int Version, string Description);

internal sealed record SetModelVersionTagRequest(
    string Name, [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int Version, string Key, string Value);

internal sealed record DeleteModelVersionTagRequest(
    string Name, [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int Version, string Key);

internal sealed record SetStageRequest(
    string Name, [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] int Version, MlflowStage Stage, bool ArchiveExistingVersions);

internal sealed record LatestVersionsRequest(string Name, IReadOnlyList<MlflowStage>? Stages);

internal sealed record RegisteredModelAnswer(MlflowRegisteredModel RegisteredModel);

internal sealed record ModelVersionAnswer(MlflowModelVersion ModelVersion);

internal sealed record DownloadUriAnswer(string ArtifactUri);

internal sealed record RegisteredModelsAnswer
{
    public IReadOnlyList<MlflowRegisteredModel> RegisteredModels { get; init => field = value ?? []; } = [];

    public string? NextPageToken { get; init; }
}

internal sealed record ModelVersionsAnswer
{
    public IReadOnlyList<MlflowModelVersion> ModelVersions { get; init => field = value ?? []; } = [];

    public string? NextPageToken { get; init; }
}
