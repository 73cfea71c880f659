using Microsoft.Win32.SafeHandles;

namespace RlLab.Journal;

/// <summary>Walks over the intact records of an open journal, past damage, up to the last intact one.</summary>
internal sealed class JournalScanner(SafeFileHandle file)
{
    private const int WindowSize = 1 << 18;

    // Never reused once filled: payloads handed out point into it.
    private byte[] _window = [];
    private long _windowStart;
    private int _windowLength;

    /// <summary>Where reading goes on: behind the last record that was read.</summary>
    public long Position { get; private set; }

    /// <summary>Checks the file's header and goes to the first record, or to where an earlier reading stopped.</summary>
    /// <returns>False if the file is empty or ends within its header, as it does while it is being created.</returns>
    public bool Start(string path, long fromOffset)
    {
        // Who goes on far behind it needs nothing of what lies between.
        var header = Peek(0, JournalFormat.FileHeaderSize, atOnce: fromOffset == 0 ? WindowSize : JournalFormat.FileHeaderSize).Span;
        if (JournalFormat.TryReadFileHeader(header, out var version))
        {
            if (version > JournalFormat.Version)
            {
                throw new JournalException(path, $"The journal {path} has format {version}; this RlLab reads up to "
                    + $"{JournalFormat.Version}. Use the newer RlLab that wrote it.");
            }
        }
        else if (JournalFormat.IsTornFileHeader(header))
        {
            return false;
        }
        else if (!TryFindRecord(JournalFormat.FileHeaderSize, out _))
        {
            throw new JournalException(path, $"{path} is not a journal of RlLab, or its beginning and all its records are "
                + "damaged. It is left as it is.");
        }

        if (fromOffset == 0)
        {
            // A damaged file header is damage like any other: it is told with the first record, and loses none.
            Position = version == 0 ? 0 : JournalFormat.FileHeaderSize;
            return true;
        }

        var length = RandomAccess.GetLength(file);
        if (fromOffset < JournalFormat.FileHeaderSize || fromOffset > length)
        {
            throw new JournalException(path, $"The journal {path} has {length:N0} bytes and cannot be read from byte "
                + $"{fromOffset:N0} on. Read it from the start.");
        }

        Position = fromOffset;
        return true;
    }

    /// <summary>Reads the next intact record; false if none follows, however many bytes do.</summary>
    public bool TryRead(out JournalRecord record)
    {
        if (!TryFindRecord(Position, out record))
        {
            return false;
        }

        if (record.Offset > Position)
        {
            // What looked like damage may have been a record that was just being written. Now that there is one behind it, it is
            // written: a second look is the last word.
            _windowLength = 0;
            TryFindRecord(Position, out record);
        }

        record = record with { DamagedBytes = record.Offset - Position };
        Position = record.NextOffset;
        return true;
    }

    private bool TryFindRecord(long from, out JournalRecord record)
    {
        for (var offset = from; ; offset++)
        {
            var frame = Peek(offset, JournalFormat.FrameSize).Span;
            if (frame.Length < JournalFormat.FrameSize)
            {
                record = default;
                return false;
            }

            if (!JournalFormat.TryReadFrame(frame, offset, out var length, out var checksum))
            {
                offset += ZerosAhead(offset);
                continue;
            }

            var payload = Peek(offset + JournalFormat.FrameSize, length);
            if (payload.Length == length && JournalFormat.Checksum(payload.Span) == checksum)
            {
                record = new JournalRecord(offset, offset + JournalFormat.FrameSize + length, 0, payload);
                return true;
            }
        }
    }

    /// <summary>How many of the offsets behind one can begin no record: nothing but zeros stands there, as in pages set aside for more.</summary>
    private long ZerosAhead(long offset)
    {
        var window = _window.AsSpan(0, _windowLength)[(int)(offset - _windowStart)..];
        var zeros = window.IndexOfAnyExcept((byte)0);
        return Math.Max(0, (zeros < 0 ? window.Length : zeros) - JournalFormat.FrameSize);
    }

    /// <summary>The bytes at an offset, fewer where the file ends.</summary>
    private ReadOnlyMemory<byte> Peek(long offset, int count, int atOnce = WindowSize)
    {
        if (offset < _windowStart || offset + count > _windowStart + _windowLength)
        {
            Fill(offset, Math.Max(count, atOnce));
        }

        var start = (int)(offset - _windowStart);
        return _window.AsMemory(start, Math.Min(count, _windowLength - start));
    }

    private void Fill(long offset, int count)
    {
        // Following a live journal asks for a few bytes often: what lies in the file decides how much is set aside.
        var available = Math.Max(0, RandomAccess.GetLength(file) - offset);
        _window = new byte[(int)Math.Min(available, count)];
        _windowStart = offset;
        _windowLength = 0;
        while (_windowLength < _window.Length)
        {
            var read = RandomAccess.Read(file, _window.AsSpan(_windowLength), offset + _windowLength);
            if (read == 0)
            {
                break;
            }

            _windowLength += read;
        }
    }
}
