namespace RlLab.Journal;

/// <summary>One event read from a journal.</summary>
/// <param name="Offset">Where the record begins in the file, in bytes.</param>
/// <param name="NextOffset">Where the record behind it begins: reading from here continues after this one.</param>
/// <param name="DamagedBytes">Bytes right before this record that hold no intact record and were passed over; 0 in a sound
/// journal.</param>
/// <param name="Payload">The event as it was appended; stays valid.</param>
public readonly record struct JournalRecord(long Offset, long NextOffset, long DamagedBytes, ReadOnlyMemory<byte> Payload);
