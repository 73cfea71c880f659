namespace RlLab.Tracking;

// An answer leaves out what is empty, and the deserialiser then sets null, whatever the default: hence the accessors.

/// <summary>An experiment on the server.</summary>
/// <param name="ExperimentId">Its id, a number as text.</param>
/// <param name="Name">Its name.</param>
/// <param name="ArtifactLocation">Where the artifacts of its runs lie.</param>
/// <param name="LifecycleStage"><c>active</c> or <c>deleted</c>.</param>
public sealed record MlflowExperiment(string ExperimentId, string Name, string ArtifactLocation, string LifecycleStage)
{
    /// <summary>When it was created; null where the server does not say.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed; null where the server does not say.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<MlflowTag> Tags { get; init => field = value ?? []; } = [];

    /// <summary>Whether it is deleted; a deleted one takes no runs.</summary>
    public bool IsDeleted => LifecycleStage == "deleted";
}

/// <summary>A dataset that runs of an experiment have as input.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Name">The dataset's name.</param>
/// <param name="Digest">The dataset's digest.</param>
/// <param name="Context">What it is for, such as <c>train</c>; null where nobody said.</param>
public sealed record MlflowDatasetSummary(string ExperimentId, string Name, string Digest, string? Context = null);
