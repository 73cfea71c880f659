namespace RlLab.Environments;

/// <summary>160 x 210 pixels in two layers: the ground, which seldom changes, and the figures, which are wiped off before each drawing.</summary>
internal sealed class Screen
{
    public const int Width = 160, Height = 210, Length = 3 * Width * Height;

    private readonly byte[] _ground = new byte[Length];
    private readonly byte[] _pixels = new byte[Length];
    private readonly (int X, int Y, int Width, int Height)[] _figures = new (int, int, int, int)[16];
    private int _count;

    /// <summary>What is shown: red, green, blue, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Replaces the whole ground.</summary>
    public void Lay(ReadOnlySpan<byte> ground)
    {
        ground.CopyTo(_ground);
        ground.CopyTo(_pixels);
        _count = 0;
    }

    /// <summary>Wipes all figures off.</summary>
    public void Wipe()
    {
        while (_count > 0)
        {
            var (x, y, width, height) = _figures[--_count];
            Show(x, y, width, height);
        }
    }

    /// <summary>Draws a figure, clipped at the edges.</summary>
    public void Figure(Sprite sprite, int x, int y, params ReadOnlySpan<Color> colors)
    {
        Draw(_pixels, sprite, x, y, colors);
        Remember(x, y, sprite.Width, sprite.Height);
    }

    /// <summary>Writes a text as a figure, on a black plate.</summary>
    public void Text(string text, int x, int y, Color color)
    {
        for (var row = y - 1; row <= y + Glyphs.Height; row++)
        {
            _pixels.AsSpan(3 * (row * Width + x - 1), 3 * (text.Length * Glyphs.Width + 1)).Clear();
        }

        Glyphs.Draw(_pixels, Width, x, y, 1, text, color);
        Remember(x - 1, y - 1, text.Length * Glyphs.Width + 1, Glyphs.Height + 2);
    }

    /// <summary>Replaces a part of the ground by the same part of another picture.</summary>
    public void Patch(ReadOnlySpan<byte> ground, int x, int y, int width, int height)
    {
        for (var row = y; row < y + height; row++)
        {
            var at = 3 * (row * Width + x);
            ground.Slice(at, 3 * width).CopyTo(_ground.AsSpan(at));
        }

        Show(x, y, width, height);
    }

    /// <summary>Draws a sprite into the ground.</summary>
    public void Stamp(Sprite sprite, int x, int y, params ReadOnlySpan<Color> colors)
    {
        Draw(_ground, sprite, x, y, colors);
        Show(x, y, sprite.Width, sprite.Height);
    }

    /// <summary>Writes a text into the ground.</summary>
    public void StampText(ReadOnlySpan<char> text, int x, int y, int scale, Color color)
    {
        Glyphs.Draw(_ground, Width, x, y, scale, text, color);
        Show(x, y, text.Length * Glyphs.Width * scale, Glyphs.Height * scale);
    }

    private static void Draw(Span<byte> pixels, Sprite sprite, int x, int y, ReadOnlySpan<Color> colors)
    {
        int top = Math.Max(0, -y), bottom = Math.Min(sprite.Height, Height - y);
        int left = Math.Max(0, -x), right = Math.Min(sprite.Width, Width - x);
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++)
            {
                if (sprite[column, row] is > 0 and var color)
                {
                    colors[color - 1].CopyTo(pixels[(3 * ((y + row) * Width + x + column))..]);
                }
            }
        }
    }

    private void Remember(int x, int y, int width, int height) => _figures[_count++] = (x, y, width, height);

    private void Show(int x, int y, int width, int height)
    {
        int left = Math.Max(0, x), right = Math.Min(Width, x + width);
        for (var row = Math.Max(0, y); row < Math.Min(Height, y + height); row++)
        {
            var at = 3 * (row * Width + left);
            _ground.AsSpan(at, 3 * (right - left)).CopyTo(_pixels.AsSpan(at));
        }
    }
}
