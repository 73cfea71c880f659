using Microsoft.Win32.SafeHandles;

namespace RlLab.Journal;

/// <summary>What a writer found when it opened a journal.</summary>
/// <param name="Records">Intact records.</param>
/// <param name="CutBytes">Bytes behind the last intact record, which a crash left half written or set aside, and which were cut off; 0 after
/// a clean end.</param>
/// <param name="Damage">Places before the last intact record that can no longer be read; left as they are. Empty in a sound
/// journal.</param>
public sealed record JournalRecovery(long Records, long CutBytes, IReadOnlyList<JournalDamage> Damage)
{
    /// <summary>Makes a file ready to go on: with a header, and without a tail.</summary>
    /// <returns>What was found, and where the last record ends.</returns>
    internal static (JournalRecovery Found, long End) Of(SafeFileHandle file, string path)
    {
        var scanner = new JournalScanner(file);
        if (!scanner.Start(path, 0))
        {
            var torn = RandomAccess.GetLength(file);
            Span<byte> header = stackalloc byte[JournalFormat.FileHeaderSize];
            JournalFormat.WriteFileHeader(header);
            RandomAccess.Write(file, header, 0);
            return (new JournalRecovery(0, torn, []), JournalFormat.FileHeaderSize);
        }

        var records = 0L;
        var damage = new List<JournalDamage>();
        while (scanner.TryRead(out var record))
        {
            records++;
            if (record.DamagedBytes > 0)
            {
                damage.Add(new JournalDamage(record.Offset - record.DamagedBytes, record.DamagedBytes));
            }
        }

        var cut = RandomAccess.GetLength(file) - scanner.Position;
        if (cut > 0)
        {
            RandomAccess.SetLength(file, scanner.Position);
        }

        return (new JournalRecovery(records, cut, damage), scanner.Position);
    }
}

/// <summary>A stretch of a journal that holds no intact record although intact ones follow.</summary>
/// <param name="Offset">Where it begins in the file, in bytes.</param>
/// <param name="Length">How long it is, in bytes.</param>
public readonly record struct JournalDamage(long Offset, long Length);
