using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace RlLab.Media;

/// <summary>Writes the chunks that a PNG consists of (PNG specification, third edition, sections 5 and 11).</summary>
internal sealed class PngChunks(Stream output)
{
    private const byte TrueColour = 2;
    private const byte Indexed = 3;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The signature, and the picture's size and colours.</summary>
    public void WriteHeader(int width, int height, Palette? palette)
    {
        output.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = (byte)(palette?.BitDepth ?? 8);
        header[9] = palette is null ? TrueColour : Indexed;
        header[10..].Clear();
        Write("IHDR", header);
    }

    /// <summary>The colours of an indexed picture.</summary>
    public void WritePalette(Palette palette) => Write("PLTE", palette.ToBytes());

    /// <summary>How many frames an animation has; it plays for ever.</summary>
    public void WriteAnimationControl(int frames)
    {
        Span<byte> control = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(control, frames);
        control[4..].Clear();
        Write("acTL", control);
    }

    /// <summary>Where the next frame's pixels go and how long they stay; they replace what was there.</summary>
    public void WriteFrameControl(int sequence, PixelRectangle area, FrameDelay delay)
    {
        Span<byte> control = stackalloc byte[26];
        BinaryPrimitives.WriteInt32BigEndian(control, sequence);
        BinaryPrimitives.WriteInt32BigEndian(control[4..], area.Width);
        BinaryPrimitives.WriteInt32BigEndian(control[8..], area.Height);
        BinaryPrimitives.WriteInt32BigEndian(control[12..], area.Left);
        BinaryPrimitives.WriteInt32BigEndian(control[16..], area.Top);
        BinaryPrimitives.WriteUInt16BigEndian(control[20..], delay.Numerator);
        BinaryPrimitives.WriteUInt16BigEndian(control[22..], delay.Denominator);
        control[24..].Clear();
        Write("fcTL", control);
    }

    /// <summary>The pixels of a still picture, or of an animation's first frame.</summary>
    public void WriteImageData(ReadOnlySpan<byte> compressed) => Write("IDAT", compressed);

    /// <summary>The pixels of a later frame.</summary>
    public void WriteFrameData(int sequence, ReadOnlySpan<byte> compressed)
    {
        var data = new byte[4 + compressed.Length];
        BinaryPrimitives.WriteInt32BigEndian(data, sequence);
        compressed.CopyTo(data.AsSpan(4));
        Write("fdAT", data);
    }

    /// <summary>The end of the file.</summary>
    public void WriteEnd() => Write("IEND", []);

    private void Write(string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        Span<byte> typeBytes = stackalloc byte[4];
        Encoding.ASCII.GetBytes(type, typeBytes);
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        output.Write(number);
        output.Write(typeBytes);
        output.Write(data);
        var checksum = new Crc32();
        checksum.Append(typeBytes);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        output.Write(number);
    }
}
