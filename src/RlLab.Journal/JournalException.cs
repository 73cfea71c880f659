namespace RlLab.Journal;

/// <summary>A journal cannot be opened, read or written; the message says which file, what is kept and the way out.</summary>
public class JournalException : Exception
{
    /// <summary>An error about a journal.</summary>
    /// <param name="path">The journal's file.</param>
    /// <param name="message">What happened, what is kept, and the way out.</param>
    /// <param name="inner">What the system said, if it did.</param>
    public JournalException(string path, string message, Exception? inner = null)
        : base(message, inner) => Path = path;

    /// <summary>The journal's file.</summary>
    public string Path { get; }
}

/// <summary>Another writer has the journal open; there can be one at a time, in all processes together.</summary>
/// <param name="path">The journal's file.</param>
public sealed class JournalBusyException(string path) : JournalException(
    path, $"The journal {path} is being written by another process. Wait until it ends, or stop it; reading is possible "
        + "meanwhile.");

/// <summary>An append did not reach the disk: it is full or read-only, or the device failed.</summary>
public sealed class JournalWriteException : JournalException
{
    internal JournalWriteException(string path, long keptBytes, Exception inner)
        : base(path, Describe(path, keptBytes, inner), inner) => KeptBytes = keptBytes;

    /// <summary>Length of the journal in bytes: all that was appended before is kept and readable.</summary>
    public long KeptBytes { get; }

    private static string Describe(string path, long keptBytes, Exception inner) =>
        IsDiskFull(inner)
            ? $"The disk is full (or the file as large as it allows): nothing more can be appended to the journal {path}. "
              + $"The {keptBytes:N0} bytes before are kept. Free some space, then continue."
            : $"The journal {path} cannot be written: {inner.Message.TrimEnd('.')}. The {keptBytes:N0} bytes before are kept. "
              + "Check that the disk is mounted for writing and that the folder belongs to you.";

    /// <summary>
    /// Whether an error is the disk's; .NET tells of a file that may grow no further with an exception about arguments.
    /// </summary>
    internal static bool IsOfDisk(Exception error) =>
        error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    // ENOSPC and the quotas of Linux and macOS; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static bool IsDiskFull(Exception error) =>
        error is ArgumentOutOfRangeException
            || error.HResult is 28 or 122 or 69 or unchecked((int)0x80070070) or unchecked((int)0x80070027);
}
