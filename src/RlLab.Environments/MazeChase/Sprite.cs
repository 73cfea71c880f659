namespace RlLab.Environments;

/// <summary>A small picture in numbered colours; 0 lets the ground show through.</summary>
internal sealed class Sprite
{
    private readonly byte[] _dots;

    /// <summary>A sprite drawn in rows of text: a dot for nothing, digits for colours.</summary>
    public Sprite(params string[] rows)
        : this(rows[0].Length, rows.Length, (x, y) => rows[y][x] == '.' ? 0 : rows[y][x] - '0')
    {
    }

    /// <summary>A sprite drawn by a function of its pixels.</summary>
    public Sprite(int width, int height, Func<int, int, int> dot)
    {
        (Width, Height) = (width, height);
        _dots = [.. Enumerable.Range(0, width * height).Select(i => (byte)dot(i % width, i / width))];
    }

    public int Width { get; }

    public int Height { get; }

    public byte this[int x, int y] => _dots[y * Width + x];
}
