using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace RlLab.Journal;

/// <summary>
/// Appends events to a journal; the only writer of it as long as it is open. Safe for use from several threads.
/// </summary>
public sealed class JournalWriter : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Lock _flushing = new();
    private readonly JournalOptions _options;
    private readonly FileStream _lock;
    private readonly SafeFileHandle _file;
    private readonly ArrayBufferWriter<byte> _frames = new(4096);
    private readonly ITimer? _everySecond;
    private readonly bool _isMapped;
    private JournalPages? _pages;
    private JournalWriteException? _unflushed;
    private long _end;
    private long _flushed;
    private bool _hasTornTail;
    private bool _isClosed;

    private JournalWriter(string path, JournalOptions options, FileStream @lock, SafeFileHandle file)
    {
        (Path, _options, _lock, _file) = (path, options, @lock, file);
        (Recovery, _end) = JournalRecovery.Of(file, path);
        _flushed = _end;
        _isMapped = options is { IsMapped: true, Durability: not JournalDurability.EveryAppend } && JournalPages.IsPossible(path);
        _everySecond = options.Durability == JournalDurability.EverySecond
            ? options.Clock.CreateTimer(_ => FlushNews(), null, Second, Second)
            : null;
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
    /// <param name="options">How it is written. Default: null, the options' own defaults.</param>
    /// <exception cref="JournalBusyException">Another writer has it open.</exception>
    /// <exception cref="JournalWriteException">It cannot be created or written.</exception>
    /// <exception cref="JournalException">The file is no journal, or is of a newer format.</exception>
    public static JournalWriter Open(string path, JournalOptions? options = null)
    {
        FileStream? held = null;
        SafeFileHandle? file = null;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            held = JournalLock.Take(path);
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return new JournalWriter(path, options ?? new JournalOptions(), held, file);
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
    /// Appends one event; when this returns, the system has it, and the end of the process, however hard, cannot lose it. When a power cut cannot
    /// either, <see cref="JournalOptions.Durability"/> says.
    /// </summary>
    /// <param name="payload">The event, at most 64 MiB; what it means is the caller's.</param>
    /// <returns>The offset behind the record, as <see cref="JournalRecord.NextOffset"/> will be.</returns>
    /// <exception cref="JournalWriteException">The disk is full, read-only or failing; nothing of this event is kept, all before
    /// is.</exception>
    public long Append(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            var size = JournalFormat.FrameSize + payload.Length;
            if (_pages is not null && _pages.HasRoom(_end, size))
            {
                // The frame last: a kill in between leaves what is no record.
                Span<byte> frame = stackalloc byte[JournalFormat.FrameSize];
                JournalFormat.WriteFrame(frame, payload, _end);
                _pages.Write(_end + JournalFormat.FrameSize, payload);
                _pages.Write(_end, frame);
                return _end += size;
            }

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
    /// <exception cref="JournalWriteException">The disk failed, now or at a flush of a second that has passed.</exception>
    public void Flush()
    {
        lock (_flushing)
        {
            FlushToDisk();
            ThrowNoted();
        }
    }

    /// <summary>
    /// Closes the journal and lets the next writer in; what was appended stays with the system, as after
    /// <see cref="Append(ReadOnlySpan{byte})"/>, and with <see cref="JournalDurability.EverySecond"/> is on the disk itself.
    /// </summary>
    /// <exception cref="JournalWriteException">The disk failed, now or at a flush of a second past; the journal is closed all the same.</exception>
    public void Dispose()
    {
        _everySecond?.Dispose();
        lock (_flushing)
        {
            if (_everySecond is not null)
            {
                FlushNoting();
            }

            lock (_gate)
            {
                if (!_isClosed)
                {
                    _isClosed = true;
                    LetGoOfPages();
                    _file.Dispose();
                    _lock.Dispose();
                }
            }

            ThrowNoted();
        }
    }

    /// <summary>Flushes what was appended within the last second; a failure is told by the next <see cref="Flush"/>, or at the end.</summary>
    private void FlushNews()
    {
        // A disk that takes longer than a second is not asked twice at once.
        if (!_flushing.TryEnter())
        {
            return;
        }

        try
        {
            FlushNoting();
        }
        finally
        {
            _flushing.Exit();
        }
    }

    private void FlushNoting()
    {
        try
        {
            FlushToDisk();
        }
        catch (JournalWriteException error)
        {
            _unflushed ??= error;
        }
    }

    private void ThrowNoted()
    {
        (var failure, _unflushed) = (_unflushed, null);
        if (failure is not null)
        {
            throw failure;
        }
    }

    private void FlushToDisk()
    {
        long end;
        lock (_gate)
        {
            end = _end;
            if (_isClosed || end == _flushed)
            {
                return;
            }

            _pages?.Flush();
        }

        try
        {
            _options.ToDisk(_file);
            _flushed = end;
        }
        catch (Exception error) when (JournalWriteException.IsOfDisk(error))
        {
            throw new JournalWriteException(Path, end, error);
        }
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

            if (HasPages(_frames.WrittenCount))
            {
                _pages!.Write(_end, _frames.WrittenSpan);
            }
            else
            {
                RandomAccess.Write(_file, _frames.WrittenSpan, _end);
            }

            if (_options.Durability == JournalDurability.EveryAppend)
            {
                _options.ToDisk(_file);
            }
        }
        catch (Exception error) when (JournalWriteException.IsOfDisk(error))
        {
            _hasTornTail = true;
            TryCutTornTail();
            throw new JournalWriteException(Path, _end, error);
        }

        return _end += _frames.WrittenCount;
    }

    /// <summary>Whether there are pages with room for this many bytes; where the disk has none for more pages, a write may still fit.</summary>
    private bool HasPages(int size)
    {
        if (!_isMapped || _pages?.HasRoom(_end, size) == true)
        {
            return _isMapped;
        }

        try
        {
            _pages?.Dispose();
            _pages = null;
            _pages = JournalPages.Extend(_file, _end, size);
            return true;
        }
        catch (Exception error) when (JournalWriteException.IsOfDisk(error) || error is NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Ends the file where its last record ends. Where the system does not allow it, zeros are left: a tail to every reader.</summary>
    private void LetGoOfPages()
    {
        if (_isMapped)
        {
            _pages?.Dispose();
            _pages = null;
            TryCutTornTail();
        }
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
