using Microsoft.Win32.SafeHandles;

namespace RlLab.Journal;

/// <summary>When what was appended is on the disk itself, so that a power cut cannot lose it either.</summary>
public enum JournalDurability
{
    /// <summary>At each <see cref="JournalWriter.Flush"/>; in between, when the system gets to it: half a minute on most.</summary>
    AtFlush,

    /// <summary>At each <see cref="JournalWriter.Flush"/>, and within a second of the append.</summary>
    EverySecond,

    /// <summary>When the append returns. Each costs what the disk takes for it: a tenth of a millisecond to ten.</summary>
    EveryAppend,
}

/// <summary>How a journal is written.</summary>
public sealed record JournalOptions
{
    /// <summary>When what was appended is on the disk itself. Default: within a second.</summary>
    public JournalDurability Durability { get; init; } = JournalDurability.EverySecond;

    /// <summary>
    /// Whether appends are copied into pages of the file that the system shares with this process, instead of being written by a call each: a
    /// fifth of the cost, for journals of many small events. The file then ends in zeros while it is open. Default: false. Ignored where the file
    /// is on a network's file system, and with <see cref="JournalDurability.EveryAppend"/>.
    /// </summary>
    public bool IsMapped { get; init; }

    /// <summary>Measures the second. Default: the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Waits until a file is on the disk itself.</summary>
    internal Action<SafeFileHandle> ToDisk { get; init; } = RandomAccess.FlushToDisk;
}
