using System.Buffers.Binary;
using System.IO.Hashing;

namespace RlLab.Journal;

/// <summary>
/// The bytes of a journal: the file's header and the frame around each record. README.md in this folder is its description.
/// </summary>
internal static class JournalFormat
{
    /// <summary>The version that this code writes, and the newest that it reads.</summary>
    public const uint Version = 1;

    /// <summary>Bytes of the file's header: magic, version, checksum of both.</summary>
    public const int FileHeaderSize = 16;

    /// <summary>Bytes in front of each payload: length, checksum of the payload, checksum of the frame.</summary>
    public const int FrameSize = 12;

    /// <summary>The longest payload in bytes; whatever is larger belongs into a file of its own.</summary>
    public const int MaxPayload = 64 << 20;

    // As in PNG: a byte above 127 and both kinds of line end, so that a transfer that meddles with text is noticed at once.
    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'R', (byte)'L', (byte)'J', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    public static void WriteFileHeader(Span<byte> header)
    {
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], Checksum(header[..12]));
    }

    /// <summary>Reads the file's header; false if it is not whole and sound.</summary>
    public static bool TryReadFileHeader(ReadOnlySpan<byte> header, out uint version)
    {
        version = 0;
        if (header.Length < FileHeaderSize || !header.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) != Checksum(header[..12]))
        {
            return false;
        }

        version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        return true;
    }

    /// <summary>Whether these few bytes are how a journal begins, cut off while its header was written.</summary>
    public static bool IsTornFileHeader(ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[FileHeaderSize];
        WriteFileHeader(whole);
        return bytes.Length < FileHeaderSize && whole.StartsWith(bytes);
    }

    /// <summary>Writes the frame of a payload that shall stand, frame first, at an offset of the file.</summary>
    public static void WriteFrame(Span<byte> frame, ReadOnlySpan<byte> payload, long offset)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(payload));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], FrameChecksum(frame, offset));
    }

    /// <summary>Reads a frame found at an offset of the file; false if none stands there.</summary>
    public static bool TryReadFrame(ReadOnlySpan<byte> frame, long offset, out int length, out uint payloadChecksum)
    {
        length = BinaryPrimitives.ReadInt32LittleEndian(frame);
        payloadChecksum = BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]);
        return length is >= 0 and <= MaxPayload
            && BinaryPrimitives.ReadUInt32LittleEndian(frame[8..]) == FrameChecksum(frame, offset);
    }

    /// <summary>CRC-32C (Castagnoli), as in iSCSI: all ones at the start, inverted at the end.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes) => Crc32.HashToUInt32(Crc32ParameterSet.Crc32C, bytes);

    // The offset is part of the checksum, so that a journal kept as a payload inside another is never taken for records of the
    // outer one.
    private static uint FrameChecksum(ReadOnlySpan<byte> frame, long offset)
    {
        Span<byte> covered = stackalloc byte[2 * sizeof(ulong)];
        frame[..sizeof(ulong)].CopyTo(covered);
        BinaryPrimitives.WriteInt64LittleEndian(covered[sizeof(ulong)..], offset);
        return Checksum(covered);
    }
}
