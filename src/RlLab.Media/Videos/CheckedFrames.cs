namespace RlLab.Media;

/// <summary>Checks what every video format asks of its frames.</summary>
internal static class CheckedFrames
{
    /// <summary>The frames as they come, until one does not fit the first.</summary>
    public static IEnumerable<Frame> Of(IEnumerable<Frame> frames, CancellationToken cancellation)
    {
        Frame? first = null;
        var index = 0;
        foreach (var frame in frames)
        {
            cancellation.ThrowIfCancellationRequested();
            first ??= frame;
            if (frame.Width < 1 || frame.Height < 1 || frame.Pixels.Length != 3 * frame.Width * frame.Height)
            {
                throw new VideoException($"Frame {index} says {Size(frame)} and has {frame.Pixels.Length} bytes, not 3 for each pixel.");
            }

            if (frame.Width != first.Width || frame.Height != first.Height)
            {
                throw new VideoException($"Frame {index} is {Size(frame)}, but the video began with {Size(first)}: all frames must have one size.");
            }

            yield return frame;
            index++;
        }

        if (first is null)
        {
            throw new VideoException("There is no frame to make a video of.");
        }
    }

    public static void CheckRate(double framesPerSecond)
    {
        if (!(framesPerSecond > 0) || !double.IsFinite(framesPerSecond))
        {
            throw new ArgumentOutOfRangeException(nameof(framesPerSecond), framesPerSecond, "A video needs a finite rate above zero.");
        }
    }

    private static string Size(Frame frame) => $"{frame.Width} x {frame.Height} pixels";
}
