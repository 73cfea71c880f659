namespace RlLab.Journal;

/// <summary>What a writer found when it opened a journal.</summary>
/// <param name="Records">Intact records.</param>
/// <param name="CutBytes">Bytes behind the last intact record, which a crash left half written and which were cut off; 0 after a
/// clean end.</param>
/// <param name="Damage">Places before the last intact record that can no longer be read; left as they are. Empty in a sound
/// journal.</param>
public sealed record JournalRecovery(long Records, long CutBytes, IReadOnlyList<JournalDamage> Damage);

/// <summary>A stretch of a journal that holds no intact record although intact ones follow.</summary>
/// <param name="Offset">Where it begins in the file, in bytes.</param>
/// <param name="Length">How long it is, in bytes.</param>
public readonly record struct JournalDamage(long Offset, long Length);
