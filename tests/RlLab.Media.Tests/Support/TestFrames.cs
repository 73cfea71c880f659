namespace RlLab.Media.Tests.Support;

/// <summary>Frames whose every pixel is known.</summary>
public static class TestFrames
{
    /// <summary>A square that moves over a plain ground: few colours, small changes.</summary>
    public static IEnumerable<Frame> MovingSquare(int width, int height, int count, int colours = 3)
    {
        for (var i = 0; i < count; i++)
        {
            var frame = new Frame(width, height);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var inside = x >= i % width && x < i % width + 5 && y is >= 2 and < 6;
                    Set(frame, x, y, inside ? (byte)(1 + i % (colours - 1)) : (byte)0, inside ? (byte)200 : (byte)30, 90);
                }
            }

            yield return frame;
        }
    }

    /// <summary>Smooth colours that all change: more than 256 of them.</summary>
    public static IEnumerable<Frame> Gradients(int width, int height, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var frame = new Frame(width, height);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    Set(frame, x, y, (byte)(255 * x / width), (byte)(255 * y / height), (byte)(8 * i));
                }
            }

            yield return frame;
        }
    }

    /// <summary>Pixels without any order.</summary>
    public static IEnumerable<Frame> Noise(int width, int height, int count, int colours = 1 << 24)
    {
        var random = new RandomGenerator(7);
        for (var i = 0; i < count; i++)
        {
            var frame = new Frame(width, height);
            for (var p = 0; p < frame.Pixels.Length; p += 3)
            {
                var colour = random.NextInt(colours);
                (frame.Pixels[p], frame.Pixels[p + 1], frame.Pixels[p + 2]) = ((byte)colour, (byte)(colour >> 8), (byte)(colour >> 16));
            }

            yield return frame;
        }
    }

    /// <summary>Rows that one of PNG's five filters after the other says best: each byte is near its prediction by its neighbours.</summary>
    public static Frame Predicted(int width, int height)
    {
        var (frame, random) = (new Frame(width, height), new RandomGenerator(8));
        for (var y = 0; y < height; y++)
        {
            for (var i = 0; i < 3 * width; i++)
            {
                int left = i < 3 ? 0 : frame.Pixels[3 * width * y + i - 3], above = y == 0 ? 0 : frame.Pixels[3 * width * (y - 1) + i];
                int corner = i < 3 || y == 0 ? 0 : frame.Pixels[3 * width * (y - 1) + i - 3];
                var prediction = (y % 5) switch
                {
                    0 => 0,
                    1 => left,
                    2 => above,
                    3 => (left + above) / 2,
                    _ => new[] { left, above, corner }.MinBy(candidate => Math.Abs(left + above - corner - candidate)),
                };
                frame.Pixels[3 * width * y + i] = (byte)(prediction + random.NextInt(y % 5 == 0 ? 256 : 21) - 10);
            }
        }

        return frame;
    }

    private static void Set(Frame frame, int x, int y, byte red, byte green, byte blue)
    {
        var at = 3 * (y * frame.Width + x);
        (frame.Pixels[at], frame.Pixels[at + 1], frame.Pixels[at + 2]) = (red, green, blue);
    }
}
