namespace RlLab.Media;

/// <summary>Lays frames side by side: a film in one picture.</summary>
public static class FrameStrip
{
    private const byte White = 255;

    /// <summary>Puts frames in rows from left to right, with white between them.</summary>
    /// <param name="frames">At least one frame, all of one size.</param>
    /// <param name="columns">Frames in a row.</param>
    /// <param name="gap">White pixels between two frames. Default: 4.</param>
    /// <exception cref="ArgumentException">There is no frame, or one differs in size from the first.</exception>
    public static Frame Compose(IReadOnlyList<Frame> frames, int columns, int gap = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (frames.Count == 0 || frames.Any(f => f.Width != frames[0].Width || f.Height != frames[0].Height))
        {
            throw new ArgumentException("A strip needs at least one frame, and frames of one size.", nameof(frames));
        }

        var (width, height) = (frames[0].Width, frames[0].Height);
        columns = Math.Min(columns, frames.Count);
        var rows = (frames.Count + columns - 1) / columns;
        var strip = new Frame(columns * (width + gap) - gap, rows * (height + gap) - gap);
        Array.Fill(strip.Pixels, White);
        for (var i = 0; i < frames.Count; i++)
        {
            var (left, top) = (i % columns * (width + gap), i / columns * (height + gap));
            for (var y = 0; y < height; y++)
            {
                frames[i].Pixels.AsSpan(3 * y * width, 3 * width).CopyTo(strip.Pixels.AsSpan(3 * ((top + y) * strip.Width + left)));
            }
        }

        return strip;
    }
}
