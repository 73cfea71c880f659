namespace RlLab.Media;

/// <summary>Frames as H.264 keeps them: brightness for each pixel, colour for each four (ITU-R BT.709, 8 bits, limited range).</summary>
/// <remarks>
/// An encoder would do this itself, from twice the bytes. A world is drawn in few colours, so a block of four pixels is mostly the same as the one
/// before it, and is not computed again.
/// </remarks>
/// <param name="width">Columns of a frame; an odd one gets one more, which is black.</param>
/// <param name="height">Rows of a frame; an odd number gets one more, which is black.</param>
internal sealed class Yuv420(int width, int height)
{
    /// <summary>Columns, even.</summary>
    public int Width { get; } = width + width % 2;

    /// <summary>Rows, even.</summary>
    public int Height { get; } = height + height % 2;

    /// <summary>Bytes of a frame.</summary>
    public int Length => Width * Height * 3 / 2;

    /// <summary>Converts a frame.</summary>
    /// <param name="pixels">Red, green and blue of each pixel, row by row.</param>
    /// <param name="planes">Receives the brightness of all pixels, then both colour differences of all blocks, row by row.</param>
    public void Convert(ReadOnlySpan<byte> pixels, Span<byte> planes)
    {
        var half = Width / 2;
        var blue = planes.Slice(Width * Height, half * Height / 2);
        var red = planes.Slice(Width * Height + blue.Length, blue.Length);
        for (var row = 0; row < Height; row += 2)
        {
            var top = pixels.Slice(3 * row * width, 3 * width);
            var bottom = row + 1 < height ? pixels.Slice(3 * (row + 1) * width, 3 * width) : [];
            var upper = planes.Slice(row * Width, Width);
            var lower = planes.Slice((row + 1) * Width, Width);
            var blueRow = blue.Slice(row / 2 * half, half);
            var redRow = red.Slice(row / 2 * half, half);
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
                (blueRow[column / 2], redRow[column / 2]) = (toBlue, toRed);
            }
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
