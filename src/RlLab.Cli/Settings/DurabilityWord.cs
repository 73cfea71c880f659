using RlLab.Journal;

namespace RlLab.Cli;

/// <summary>How the settings say when what a run logs is on the disk itself.</summary>
internal static class DurabilityWord
{
    /// <summary>What a word means.</summary>
    /// <param name="text">The word.</param>
    /// <param name="source">Where it was written, for messages.</param>
    /// <exception cref="UserException">It means nothing.</exception>
    public static JournalDurability? Read(string text, string source) => text switch
    {
        "checkpoint" => JournalDurability.AtFlush,
        "second" => JournalDurability.EverySecond,
        "append" => JournalDurability.EveryAppend,
        _ => throw new UserException($"{source} is '{text}', but it takes checkpoint, second or append."),
    };
}
