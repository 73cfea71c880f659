namespace RlLab.Media;

/// <summary>A part of a frame, in pixels from the top left.</summary>
internal readonly record struct PixelRectangle(int Left, int Top, int Width, int Height)
{
    /// <summary>All of a frame.</summary>
    public static PixelRectangle Whole(Frame frame) => new(0, 0, frame.Width, frame.Height);

    /// <summary>The smallest part that holds every pixel in which two frames differ; one pixel where they are equal.</summary>
    public static PixelRectangle Change(Frame before, Frame after)
    {
        var (left, top, right, bottom) = (after.Width, after.Height, -1, -1);
        for (var y = 0; y < after.Height; y++)
        {
            var old = before.Pixels.AsSpan(3 * y * after.Width, 3 * after.Width);
            var @new = after.Pixels.AsSpan(3 * y * after.Width, 3 * after.Width);
            var first = old.CommonPrefixLength(@new);
            if (first == old.Length)
            {
                continue;
            }

            const int Block = 64;
            var last = old.Length - 1;
            while (last >= Block && old.Slice(last - Block + 1, Block).SequenceEqual(@new.Slice(last - Block + 1, Block)))
            {
                last -= Block;
            }

            while (old[last] == @new[last])
            {
                last--;
            }

            (left, right) = (Math.Min(left, first / 3), Math.Max(right, last / 3));
            (top, bottom) = (Math.Min(top, y), y);
        }

        return bottom < 0 ? new(0, 0, 1, 1) : new(left, top, right - left + 1, bottom - top + 1);
    }

    /// <summary>This part's pixels, row by row.</summary>
    public byte[] Cut(Frame frame)
    {
        var pixels = new byte[3 * Width * Height];
        for (var y = 0; y < Height; y++)
        {
            frame.Pixels.AsSpan(3 * ((Top + y) * frame.Width + Left), 3 * Width).CopyTo(pixels.AsSpan(3 * y * Width));
        }

        return pixels;
    }
}
