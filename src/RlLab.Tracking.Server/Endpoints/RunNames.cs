namespace RlLab.Tracking.Server.Endpoints;

/// <summary>Names for runs that were given none, easier to tell apart than ids.</summary>
internal static class RunNames
{
    private static readonly string[] Adjectives =
    [
        "amber", "bold", "brisk", "calm", "clever", "eager", "fair", "gentle",
        "keen", "lively", "merry", "nimble", "proud", "quiet", "swift", "wise",
    ];

    private static readonly string[] Nouns =
    [
        "badger", "crane", "finch", "fox", "heron", "ibex", "lark", "lynx",
        "marten", "otter", "owl", "raven", "stoat", "swan", "trout", "wren",
    ];

    /// <summary>A name such as <c>swift-heron-417</c>, drawn by the bits of an id.</summary>
    public static string Make(Guid id)
    {
        var bytes = id.ToByteArray();
        return $"{Adjectives[bytes[0] % 16]}-{Nouns[bytes[1] % 16]}-{BitConverter.ToUInt16(bytes, 2) % 1000}";
    }
}
