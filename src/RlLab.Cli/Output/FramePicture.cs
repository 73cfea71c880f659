using System.Text;

namespace RlLab.Cli;

/// <summary>Draws a frame with characters: each cell is two pixels, the upper half block's colour above its background's.</summary>
internal static class FramePicture
{
    private const string Reset = "\u001b[0m";

    /// <summary>The picture, a line of text for every two rows of pixels, with the escapes of terminals that have 24-bit colour.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="columns">The most characters that a line may have.</param>
    /// <param name="rows">The most lines.</param>
    public static string Of(Frame frame, int columns, int rows)
    {
        // A cell is one pixel wide and two high, so that pixels stay square.
        var scale = Math.Max(1, Math.Max((double)frame.Width / columns, frame.Height / (2.0 * rows)));
        var (width, height) = ((int)(frame.Width / scale), (int)(frame.Height / scale));
        var text = new StringBuilder();
        for (var y = 0; y < height; y += 2)
        {
            var last = default(((int, int, int), (int, int, int))?);
            for (var x = 0; x < width; x++)
            {
                var (upper, lower) = (Mean(frame, x, y, scale), Mean(frame, x, Math.Min(y + 1, height - 1), scale));
                if (last != (upper, lower))
                {
                    last = (upper, lower);
                    text.Append($"\u001b[38;2;{upper.R};{upper.G};{upper.B};48;2;{lower.R};{lower.G};{lower.B}m");
                }

                text.Append('\u2580');
            }

            text.Append(Reset).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The mean colour of the pixels that a shrunken one stands for, so that a thin line is dimmed and not lost.</summary>
    private static (int R, int G, int B) Mean(Frame frame, int x, int y, double scale)
    {
        var (left, top) = ((int)(x * scale), (int)(y * scale));
        var (right, bottom) = (Math.Clamp((int)((x + 1) * scale), left + 1, frame.Width), Math.Clamp((int)((y + 1) * scale), top + 1, frame.Height));
        var (r, g, b) = (0, 0, 0);
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++)
            {
                var pixel = frame.Pixels.AsSpan(3 * (row * frame.Width + column), 3);
                (r, g, b) = (r + pixel[0], g + pixel[1], b + pixel[2]);
            }
        }

        var count = (right - left) * (bottom - top);
        return (r / count, g / count, b / count);
    }
}
