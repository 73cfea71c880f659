using System.Numerics;

namespace RlLab.Environments;

/// <summary>Draws smooth-edged shapes into a frame. Coordinates are pixels from the top left; a pixel's middle lies at a half.</summary>
internal sealed class Canvas
{
    private const int Rows = 4;
    private readonly float[] _coverage;
    private double[] _crossings = new double[16];

    /// <summary>A canvas of one colour.</summary>
    public Canvas(int width, int height, Color background)
    {
        Frame = new Frame(width, height, GC.AllocateUninitializedArray<byte>(3 * width * height));
        _coverage = new float[width];
        Fill(0, 0, width, height, background);
    }

    /// <summary>What was drawn.</summary>
    public Frame Frame { get; }

    /// <summary>Fills a rectangle; much faster where it lies on whole pixels.</summary>
    public void Rectangle(double left, double top, double width, double height, Color color)
    {
        double right = left + width, bottom = top + height;
        if (double.IsInteger(left) && double.IsInteger(top) && double.IsInteger(right) && double.IsInteger(bottom))
        {
            Fill((int)Math.Max(0, left), (int)Math.Max(0, top), (int)Math.Min(Frame.Width, right), (int)Math.Min(Frame.Height, bottom), color);
            return;
        }

        float x1 = (float)left, x2 = (float)right, y1 = (float)top, y2 = (float)bottom;
        Polygon([new(x1, y1), new(x2, y1), new(x2, y2), new(x1, y2)], color);
    }

    /// <summary>Fills a disc.</summary>
    public void Disc(double x, double y, double radius, Color color)
    {
        Span<Vector2> points = stackalloc Vector2[48];
        for (var i = 0; i < points.Length; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / points.Length);
            points[i] = new((float)(x + radius * cos), (float)(y + radius * sin));
        }

        Polygon(points, color);
    }

    /// <summary>Draws a straight line with flat ends.</summary>
    public void Line(double x1, double y1, double x2, double y2, double width, Color color)
    {
        Vector2 a = new((float)x1, (float)y1), b = new((float)x2, (float)y2);
        if (a == b)
        {
            return;
        }

        var along = Vector2.Normalize(b - a) * (float)(width / 2);
        var across = new Vector2(-along.Y, along.X);
        Polygon([a + across, b + across, b - across, a - across], color);
    }

    /// <summary>Writes in capitals, digits and a few signs.</summary>
    public void Text(int x, int y, int scale, string text, Color color) => Glyphs.Draw(Frame.Pixels, Frame.Width, x, y, scale, text, color);

    /// <summary>Fills a polygon, by the even-odd rule where it crosses itself.</summary>
    public void Polygon(ReadOnlySpan<Vector2> points, Color color)
    {
        Vector2 least = points[0], most = points[0];
        foreach (var point in points)
        {
            (least, most) = (Vector2.Min(least, point), Vector2.Max(most, point));
        }

        int left = Math.Clamp((int)least.X, 0, Frame.Width), right = Math.Clamp((int)MathF.Ceiling(most.X), left, Frame.Width);
        int top = Math.Clamp((int)least.Y, 0, Frame.Height), bottom = Math.Clamp((int)MathF.Ceiling(most.Y), top, Frame.Height);
        for (var y = top; y < bottom; y++)
        {
            _coverage.AsSpan(left..right).Clear();
            for (var row = 0; row < Rows; row++)
            {
                CoverRow(points, y + (row + 0.5) / Rows);
            }

            Blend(y, left, right, color);
        }
    }

    // What share of each pixel lies inside along one horizontal line: exact across, sampled down.
    private void CoverRow(ReadOnlySpan<Vector2> points, double y)
    {
        var count = 0;
        if (_crossings.Length < points.Length)
        {
            _crossings = new double[points.Length];
        }

        for (var i = 0; i < points.Length; i++)
        {
            Vector2 a = points[i], b = points[i + 1 < points.Length ? i + 1 : 0];
            if (a.Y <= y != b.Y <= y)
            {
                _crossings[count++] = a.X + (y - a.Y) / (b.Y - a.Y) * (b.X - a.X);
            }
        }

        // Mostly there are two, which a sort takes ten times as long for.
        if (count == 2)
        {
            (_crossings[0], _crossings[1]) = (Math.Min(_crossings[0], _crossings[1]), Math.Max(_crossings[0], _crossings[1]));
        }
        else
        {
            _crossings.AsSpan(0, count).Sort();
        }

        for (var i = 0; i + 1 < count; i += 2)
        {
            double from = Math.Max(0, _crossings[i]), to = Math.Min(Frame.Width, _crossings[i + 1]);
            for (var x = (int)from; x < to; x++)
            {
                _coverage[x] += x >= from && x + 1 <= to ? 1 : (float)(Math.Min(to, x + 1) - Math.Max(from, x));
            }
        }
    }

    private void Fill(int left, int top, int right, int bottom, Color color)
    {
        if (left >= right || top >= bottom)
        {
            return;
        }

        Span<byte> Row(int y) => Frame.Pixels.AsSpan(3 * (y * Frame.Width + left), 3 * (right - left));
        var first = Row(top);
        for (var i = 0; i < first.Length; i += 3)
        {
            color.CopyTo(first[i..]);
        }

        for (var y = top + 1; y < bottom; y++)
        {
            first.CopyTo(Row(y));
        }
    }

    private void Blend(int y, int left, int right, Color color)
    {
        for (var x = left; x < right; x++)
        {
            if (_coverage[x] > 0)
            {
                var share = Math.Min(1, _coverage[x] / Rows);
                var pixel = Frame.Pixels.AsSpan(3 * (y * Frame.Width + x), 3);
                if (share == 1)
                {
                    color.CopyTo(pixel);
                    continue;
                }

                pixel[0] = Mix(pixel[0], color.Red, share);
                pixel[1] = Mix(pixel[1], color.Green, share);
                pixel[2] = Mix(pixel[2], color.Blue, share);
            }
        }
    }

    private static byte Mix(byte below, byte above, float share) => (byte)(below + (above - below) * share + 0.5f);
}
