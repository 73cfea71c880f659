using System.IO.Compression;

namespace RlLab.Media;

/// <summary>Turns pixels into a PNG's image data: packed, filtered and compressed.</summary>
/// <param name="palette">The colours; null for three bytes a pixel.</param>
internal sealed class ImageDataEncoder(Palette? palette)
{
    /// <summary>Encodes a rectangle of pixels.</summary>
    /// <param name="pixels">Red, green, blue, row by row.</param>
    /// <param name="width">Pixels in a row.</param>
    public byte[] Encode(ReadOnlySpan<byte> pixels, int width)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var length = palette is null ? 3 * width : (width * palette.BitDepth + 7) / 8;
            var (row, above) = (new byte[length], new byte[length]);
            var filtered = new byte[1 + length];
            for (var start = 0; start < pixels.Length; start += 3 * width)
            {
                var rgb = pixels.Slice(start, 3 * width);
                if (palette is null)
                {
                    rgb.CopyTo(row);
                    RowFilter.ApplyBest(row, above, filtered);
                }
                else
                {
                    // Neighbouring indices say nothing of each other: the specification advises no filter.
                    palette.Pack(rgb, row);
                    filtered[0] = RowFilter.None;
                    row.CopyTo(filtered.AsSpan(1));
                }

                zlib.Write(filtered);
                (row, above) = (above, row);
            }
        }

        return compressed.ToArray();
    }
}
