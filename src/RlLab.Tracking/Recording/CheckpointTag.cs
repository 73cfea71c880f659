namespace RlLab.Tracking;

/// <summary>The tag that says of which step a run's checkpoint is.</summary>
public static class CheckpointTag
{
    private const string Before = "rllab.checkpoint.";
    private const string Behind = ".step";

    /// <summary>The tag's name.</summary>
    /// <param name="checkpoint">The checkpoint's name.</param>
    public static string Of(string checkpoint) => Before + checkpoint + Behind;

    /// <summary>The name of the checkpoint that a tag is of; null where it is of none.</summary>
    internal static string? NameOf(string tag)
    {
        var isOne = tag.Length > Before.Length + Behind.Length
            && tag.StartsWith(Before, StringComparison.Ordinal) && tag.EndsWith(Behind, StringComparison.Ordinal);
        return isOne ? tag[Before.Length..^Behind.Length] : null;
    }
}
