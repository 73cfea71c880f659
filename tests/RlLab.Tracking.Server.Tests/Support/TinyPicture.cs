using System.Buffers.Binary;
using System.IO.Compression;

namespace RlLab.Tracking.Server.Tests.Support;

/// <summary>A PNG of one colour, whose bar is as long as a share of its width.</summary>
public static class TinyPicture
{
    private const int Width = 96, Height = 64;

    public static byte[] Of(double share)
    {
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9]) = (8, 2);
        Write(png, "IHDR"u8, header);
        using var pixels = new MemoryStream();
        using (var packed = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var row = 0; row < Height; row++)
            {
                packed.WriteByte(0);
                for (var column = 0; column < Width; column++)
                {
                    packed.Write(row is > 16 and < 48 && column < share * Width ? [0x1f, 0x6f, 0xb2] : [0xee, 0xf2, 0xf6]);
                }
            }
        }

        Write(png, "IDAT"u8, pixels.ToArray());
        Write(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Write(MemoryStream png, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        byte[] told = [.. kind, .. content];
        png.Write(told);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(told));
        png.Write(number);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) == 0 ? 0 : 0xedb88320);
            }
        }

        return ~sum;
    }
}
