using System.Diagnostics;

namespace RlLab.Journal;

/// <summary>
/// Keeps a journal to one writer, in all processes together; the system lets go of it when its process ends, however it ends.
/// </summary>
/// <remarks>
/// A file beside the journal, since on Unix .NET has no lock that keeps writers out and lets readers in. It is never deleted:
/// deleting would let two writers lock two different files of one name.
/// </remarks>
internal static class JournalLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Takes the lock, or says that it is taken.</summary>
    public static FileStream Take(string journal)
    {
        // Asking whether the lock is taken takes it for a moment, so one refusal proves nothing.
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(journal + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException error) when (error.GetType() == typeof(IOException) && IsTaken(error))
            {
                if (waited.Elapsed > Patience)
                {
                    throw new JournalBusyException(journal);
                }

                Thread.Sleep(5);
            }
        }
    }

    /// <summary>Whether somebody has the lock.</summary>
    public static bool IsTaken(string journal)
    {
        try
        {
            // Asked as a reader that lets others read, so that two who ask at once do not take each other for the writer.
            new FileStream(journal + ".lock", FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0).Dispose();
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // Nobody writes a journal that is not there, nor one in a place that is not for writing.
            return false;
        }
        catch (IOException error)
        {
            return IsTaken(error);
        }
    }

    // EWOULDBLOCK of Linux and of macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
    private static bool IsTaken(IOException error) =>
        error.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);
}
