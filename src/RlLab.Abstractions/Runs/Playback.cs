namespace RlLab;

/// <summary>The wish to see what a run has learned, in place of training: the command <c>play</c>.</summary>
/// <param name="Episodes">How many episodes to play, at least 1.</param>
/// <param name="OpenCheckpoint">
/// Opens the checkpoint that holds the policy, in <c>module.load</c>'s format for a network; the caller disposes of it.
/// </param>
public sealed record Playback(int Episodes, Func<Stream> OpenCheckpoint)
{
    /// <summary>How many episodes to play, at least 1.</summary>
    public int Episodes { get; } = Episodes >= 1
        ? Episodes
        : throw new ArgumentOutOfRangeException(nameof(Episodes), Episodes, "A playback has at least one episode.");

    /// <summary>Where to write the policy before it plays; null for nowhere.</summary>
    public PolicyExport? Export { get; init; }
}
