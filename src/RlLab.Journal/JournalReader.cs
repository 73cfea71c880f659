namespace RlLab.Journal;

/// <summary>Reads journals, also one that another process is writing.</summary>
public static class JournalReader
{
    /// <summary>Reads the intact records in the order in which they were appended, up to the last that is there now.</summary>
    /// <param name="path">The journal's file.</param>
    /// <param name="fromOffset">0 for all, or a <see cref="JournalRecord.NextOffset"/> to continue behind that record.</param>
    /// <returns>
    /// The records. Bytes behind the last intact one are left for the next reading: they are a record being written, or a torn
    /// tail. Damage before it is passed over and told in <see cref="JournalRecord.DamagedBytes"/>.
    /// </returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="JournalException">The file is no journal, is of a newer format, or is shorter than
    /// <paramref name="fromOffset"/>.</exception>
    public static IEnumerable<JournalRecord> Read(string path, long fromOffset = 0)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var scanner = new JournalScanner(file);
        if (!scanner.Start(path, fromOffset))
        {
            yield break;
        }

        while (scanner.TryRead(out var record))
        {
            yield return record;
        }
    }
}
