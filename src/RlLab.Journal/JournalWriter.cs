using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace RlLab.Journal;

/// <summary>
/// Appends events to a journal; the only writer of it as long as it is open. Safe for use from several threads.
/// </summary>
public sealed class JournalWriter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _lock;
    private readonly SafeFileHandle _file;
    private readonly ArrayBufferWriter<byte> _frames = new(4096);
    private long _end;
    private bool _hasTornTail;

    private JournalWriter(string path, FileStream @lock, SafeFileHandle file)
    {
        Path = path;
        _lock = @lock;
        _file = file;
        Recovery = Recover();
    }

    /// <summary>The journal's file.</summary>
    public string Path { get; }

    /// <summary>What was found when the journal was opened.</summary>
    public JournalRecovery Recovery { get; }

    /// <summary>Length of the journal in bytes, which is also the offset behind the last record.</summary>
    public long Length
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    /// <summary>Opens a journal for appending, or creates it; a tail that a crash left half written is cut off.</summary>
    /// <param name="path">The file; its folder is created if need be. Beside it lies <c>path.lock</c>.</param>
    /// <exception cref="JournalBusyException">Another writer has it open.</exception>
    /// <exception cref="JournalWriteException">It cannot be created or written.</exception>
    /// <exception cref="JournalException">The file is no journal, or is of a newer format.</exception>
    public static JournalWriter Open(string path)
    {
        FileStream? held = null;
        SafeFileHandle? file = null;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            held = JournalLock.Take(path);
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return new JournalWriter(path, held, file);
        }
        catch (Exception error)
        {
            file?.Dispose();
            held?.Dispose();
            if (error is IOException or UnauthorizedAccessException)
            {
                throw new JournalWriteException(path, File.Exists(path) ? new FileInfo(path).Length : 0, error);
            }

            throw;
        }
    }

    /// <summary>Whether a writer has the journal open now, in this process or another.</summary>
    /// <param name="path">The journal's file; it need not exist.</param>
    public static bool IsOpen(string path) => JournalLock.IsTaken(path);

    /// <summary>
    /// Appends one event; when this returns, the system has it, and the end of the process, however hard, cannot lose it.
    /// </summary>
    /// <param name="payload">The event, at most 64 MiB; what it means is the caller's.</param>
    /// <returns>The offset behind the record, as <see cref="JournalRecord.NextOffset"/> will be.</returns>
    /// <exception cref="JournalWriteException">The disk is full, read-only or failing; nothing of this event is kept, all before
    /// is.</exception>
    public long Append(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            _frames.ResetWrittenCount();
            Frame(payload);
            return WriteFrames();
        }
    }

    /// <summary>Appends several events with one write: cheaper, and followed by no other thread's in between.</summary>
    /// <param name="payloads">The events, in order, each at most 64 MiB.</param>
    /// <returns>The offset behind the last record.</returns>
    /// <exception cref="JournalWriteException">The disk is full, read-only or failing; none of these events is kept, all before
    /// are.</exception>
    public long Append(IEnumerable<ReadOnlyMemory<byte>> payloads)
    {
        lock (_gate)
        {
            _frames.ResetWrittenCount();
            foreach (var payload in payloads)
            {
                Frame(payload.Span);
            }

            return WriteFrames();
        }
    }

    /// <summary>Waits until all that was appended is on the disk itself, so that even a power cut cannot lose it.</summary>
    /// <exception cref="JournalWriteException">The disk failed.</exception>
    public void Flush()
    {
        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch (Exception error) when (JournalWriteException.IsOfDisk(error))
        {
            throw new JournalWriteException(Path, Length, error);
        }
    }

    /// <summary>
    /// Closes the journal and lets the next writer in; what was appended stays with the system, as after
    /// <see cref="Append(ReadOnlySpan{byte})"/>.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _file.Dispose();
            _lock.Dispose();
        }
    }

    private JournalRecovery Recover()
    {
        var scanner = new JournalScanner(_file);
        if (!scanner.Start(Path, 0))
        {
            var torn = RandomAccess.GetLength(_file);
            Span<byte> header = stackalloc byte[JournalFormat.FileHeaderSize];
            JournalFormat.WriteFileHeader(header);
            RandomAccess.Write(_file, header, 0);
            _end = JournalFormat.FileHeaderSize;
            return new JournalRecovery(0, torn, []);
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

        _end = scanner.Position;
        var cut = RandomAccess.GetLength(_file) - _end;
        if (cut > 0)
        {
            RandomAccess.SetLength(_file, _end);
        }

        return new JournalRecovery(records, cut, damage);
    }

    private void Frame(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > JournalFormat.MaxPayload)
        {
            throw new ArgumentException($"An event has {payload.Length:N0} bytes; a journal takes up to "
                + $"{JournalFormat.MaxPayload:N0}. Keep it in a file and its name in the journal.", nameof(payload));
        }

        var offset = _end + _frames.WrittenCount;
        var frame = _frames.GetSpan(JournalFormat.FrameSize + payload.Length);
        JournalFormat.WriteFrame(frame, payload, offset);
        payload.CopyTo(frame[JournalFormat.FrameSize..]);
        _frames.Advance(JournalFormat.FrameSize + payload.Length);
    }

    private long WriteFrames()
    {
        try
        {
            if (_hasTornTail)
            {
                CutTornTail();
            }

            RandomAccess.Write(_file, _frames.WrittenSpan, _end);
        }
        catch (Exception error) when (JournalWriteException.IsOfDisk(error))
        {
            _hasTornTail = true;
            TryCutTornTail();
            throw new JournalWriteException(Path, _end, error);
        }

        return _end += _frames.WrittenCount;
    }

    private void CutTornTail()
    {
        RandomAccess.SetLength(_file, _end);
        _hasTornTail = false;
    }

    private void TryCutTornTail()
    {
        try
        {
            CutTornTail();
        }
        catch (Exception error) when (JournalWriteException.IsOfDisk(error))
        {
            // Until the next append cuts it, every reader knows it for a torn tail.
        }
    }
}
