using System.Text.Json.Serialization;

namespace RlLab.Tracking;

/// <summary>A model of the registry: a name, under which versions are kept.</summary>
/// <param name="Name">Its name.</param>
public sealed record MlflowRegisteredModel(string Name)
{
    /// <summary>What it is, for people.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>When it was created; null where the server does not say.</summary>
    [JsonPropertyName("creation_timestamp")]
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed; null where the server does not say.</summary>
    [JsonPropertyName("last_updated_timestamp")]
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>The latest version of each stage.</summary>
    public IReadOnlyList<MlflowModelVersion> LatestVersions { get; init => field = value ?? []; } = [];

    /// <summary>Its tags.</summary>
    public IReadOnlyList<MlflowTag> Tags { get; init => field = value ?? []; } = [];

    /// <summary>Its aliases.</summary>
    public IReadOnlyList<MlflowModelAlias> Aliases { get; init => field = value ?? []; } = [];
}

/// <summary>A name for a version that can move to another: <c>champion</c>.</summary>
/// <param name="Alias">The name.</param>
/// <param name="Version">The version that it stands for.</param>
public readonly record struct MlflowModelAlias(string Alias, int Version);

/// <summary>A version of a model of the registry.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Version">Its number, from 1.</param>
public sealed record MlflowModelVersion(string Name, int Version)
{
    /// <summary>Where its files were taken from.</summary>
    public string Source { get; init => field = value ?? ""; } = "";

    /// <summary>The run that made it; empty for none.</summary>
    public string RunId { get; init => field = value ?? ""; } = "";

    /// <summary>The logged model that it is a version of (MLflow 3); empty for none.</summary>
    public string ModelId { get; init => field = value ?? ""; } = "";

    /// <summary>What it is, for people.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>Its stage, which MLflow would rather have as an alias.</summary>
    public MlflowStage CurrentStage { get; init; }

    /// <summary>Whether it is registered.</summary>
    public MlflowModelVersionStatus Status { get; init; }

    /// <summary>When it was created; null where the server does not say.</summary>
    [JsonPropertyName("creation_timestamp")]
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed; null where the server does not say.</summary>
    [JsonPropertyName("last_updated_timestamp")]
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<MlflowTag> Tags { get; init => field = value ?? []; } = [];

    /// <summary>Its aliases, where the server gives them with a version.</summary>
    public IReadOnlyList<string> Aliases { get; init => field = value ?? []; } = [];
}

/// <summary>Whether a version is registered.</summary>
public enum MlflowModelVersionStatus
{
    /// <summary>It is.</summary>
    [JsonStringEnumMemberName("READY")]
    Ready,

    /// <summary>It is on its way.</summary>
    [JsonStringEnumMemberName("PENDING_REGISTRATION")]
    Pending,

    /// <summary>It could not be.</summary>
    [JsonStringEnumMemberName("FAILED_REGISTRATION")]
    Failed,
}

/// <summary>The stage of a version.</summary>
public enum MlflowStage
{
    /// <summary>None.</summary>
    None,

    /// <summary>Being tried.</summary>
    Staging,

    /// <summary>In use.</summary>
    Production,

    /// <summary>No longer in use.</summary>
    Archived,
}
