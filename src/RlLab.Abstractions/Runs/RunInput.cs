namespace RlLab;

/// <summary>What a run learns from or is measured on: a world, or a set of data.</summary>
/// <param name="Name">What it is called: <c>CartPole</c>, <c>ALE/MsPacman-v5</c>; at most 500 characters.</param>
/// <param name="Version">What tells it from others of that name: a version, or a digest of the content; at most 36 characters.</param>
public sealed record RunInput(string Name, string Version)
{
    /// <summary>What kind of source it is, in a word. Default: <c>environment</c>.</summary>
    public string Kind { get; init; } = "environment";

    /// <summary>What the run does with it, in a word. Default: <c>training</c>.</summary>
    public string Context { get; init; } = "training";
}
