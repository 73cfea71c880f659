namespace RlLab;

/// <summary>Where <see cref="Lab"/> trains and records.</summary>
public sealed record LabOptions
{
    /// <summary>
    /// The device: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>. Default: null, which is <c>RLLAB_DEVICE</c>, else <c>auto</c>. What
    /// executes torch follows from it, unless <c>RLLAB_ENGINE</c> says otherwise or a tensor was made before the first run.
    /// </summary>
    public string? Device { get; init; }

    /// <summary>
    /// The folder in which everything is kept. Default: null, which is <c>RLLAB_DIRECTORY</c>, else the nearest <c>.rllab</c> in the current folder
    /// or above it, else a new one there.
    /// </summary>
    public string? Directory { get; init; }
}
