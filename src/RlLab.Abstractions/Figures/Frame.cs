namespace RlLab;

/// <summary>A picture of a world: 8-bit red, green, blue, row by row from the top left.</summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Pixels">3 x <paramref name="Width"/> x <paramref name="Height"/> bytes.</param>
public sealed record Frame(int Width, int Height, byte[] Pixels)
{
    /// <summary>A black frame.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    public Frame(int width, int height)
        : this(width, height, new byte[3 * width * height])
    {
    }
}
