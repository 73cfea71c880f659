namespace RlLab.Media;

/// <summary>Frames as H.264 keeps them: brightness for each pixel, colour for each four (ITU-R BT.709, 8 bits, limited range).</summary>
/// <remarks>
/// An encoder would do this itself, from twice the bytes. Most rows of a world are what they were in the frame before, and a block of four pixels is
/// mostly the same as the one beside it; neither is computed again.
/// </remarks>
/// <param name="width">Columns of a frame; an odd one gets one more, which is black.</param>
/// <param name="height">Rows of a frame; an odd number gets one more, which is black.</param>
internal sealed class Yuv420(int width, int height)
{
    // A world may draw into the same array each time, so that the rows are kept themselves.
    private readonly byte[] _last = new byte[3 * width * height];
    private readonly byte[] _planes = new byte[(width + width % 2) * (height + height % 2) * 3 / 2];
    private bool _begun;

    /// <summary>Columns, even.</summary>
    public int Width { get; } = width + width % 2;

    /// <summary>Rows, even.</summary>
    public int Height { get; } = height + height % 2;

    /// <summary>Bytes of a frame.</summary>
    public int Length => _planes.Length;

    /// <summary>Converts the next frame.</summary>
    /// <param name="pixels">Red, green and blue of each pixel, row by row.</param>
    /// <returns>The brightness of all pixels, then both colour differences of all blocks, row by row; until the next frame is converted.</returns>
    public ReadOnlySpan<byte> Convert(ReadOnlySpan<byte> pixels)
    {
        for (var row = 0; row < Height; row += 2)
        {
            var rows = (3 * row * width)..Math.Min(3 * (row + 2) * width, pixels.Length);
            if (!_begun || !pixels[rows].SequenceEqual(_last.AsSpan(rows)))
            {
                pixels[rows].CopyTo(_last.AsSpan(rows));
                ConvertRows(row, pixels[rows]);
            }
        }

        _begun = true;
        return _planes;
    }

    /// <summary>Converts two rows; the second is black below the frame.</summary>
    private void ConvertRows(int row, ReadOnlySpan<byte> pixels)
    {
        var top = pixels[..(3 * width)];
        var bottom = pixels[(3 * width)..];
        var half = Width / 2;
        var upper = _planes.AsSpan(row * Width, Width);
        var lower = _planes.AsSpan((row + 1) * Width, Width);
        var blue = _planes.AsSpan(Width * Height + row / 2 * half, half);
        var red = _planes.AsSpan(Width * Height + (Height + row) / 2 * half, half);
        Block last = default;
        var (a, b, c, d) = (Brightness(0), Brightness(0), Brightness(0), Brightness(0));
        var (toBlue, toRed) = Difference(default);
        for (var column = 0; column < Width; column += 2)
        {
            var block = new Block(At(top, column), At(top, column + 1), At(bottom, column), At(bottom, column + 1));
            if (block != last)
            {
                last = block;
                (a, b, c, d) = (Brightness(block.A), Brightness(block.B), Brightness(block.C), Brightness(block.D));
                (toBlue, toRed) = Difference(block);
            }

            (upper[column], upper[column + 1], lower[column], lower[column + 1]) = (a, b, c, d);
            (blue[column / 2], red[column / 2]) = (toBlue, toRed);
        }
    }

    /// <summary>A pixel as one number; black beyond the row's end.</summary>
    private static int At(ReadOnlySpan<byte> row, int column)
    {
        var at = 3 * column;
        return at + 2 < row.Length ? row[at] << 16 | row[at + 1] << 8 | row[at + 2] : 0;
    }

    // The factors of BT.709's equations 3.2 and 3.3 times 219 / 255 or 224 / 255, in units of 1 / 65536; those of a difference add up to 0.
    private static byte Brightness(int pixel) =>
        (byte)((11_966 * (pixel >> 16) + 40_254 * (pixel >> 8 & 255) + 4_064 * (pixel & 255) + (16 << 16) + 32_768) >> 16);

    private static (byte ToBlue, byte ToRed) Difference(Block block)
    {
        var red = (block.A >> 16) + (block.B >> 16) + (block.C >> 16) + (block.D >> 16);
        var green = (block.A >> 8 & 255) + (block.B >> 8 & 255) + (block.C >> 8 & 255) + (block.D >> 8 & 255);
        var blue = (block.A & 255) + (block.B & 255) + (block.C & 255) + (block.D & 255);
        const int Middle = (128 << 18) + 131_072;
        return (
            (byte)((-6_596 * red - 22_189 * green + 28_785 * blue + Middle) >> 18),
            (byte)((28_785 * red - 26_145 * green - 2_640 * blue + Middle) >> 18));
    }

    private readonly record struct Block(int A, int B, int C, int D);
}
