namespace RlLab.Tracking;

/// <summary>An artifact or a folder of them.</summary>
/// <param name="Path">Its path within the run or model.</param>
/// <param name="IsDir">Whether it is a folder.</param>
/// <param name="FileSize">Length in bytes; 0 for a folder.</param>
public readonly record struct MlflowFile(string Path, bool IsDir, long FileSize = 0);

internal sealed record ListArtifactsAnswer
{
    public IReadOnlyList<MlflowFile> Files { get; init => field = value ?? []; } = [];

    public string? NextPageToken { get; init; }
}
