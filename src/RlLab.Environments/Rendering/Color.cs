namespace RlLab.Environments;

/// <summary>A colour on the screen.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
internal readonly record struct Color(byte Red, byte Green, byte Blue)
{
    /// <summary>Writes the colour into a pixel.</summary>
    /// <param name="pixel">Starts with the pixel's three bytes.</param>
    public void CopyTo(Span<byte> pixel)
    {
        pixel[2] = Blue;
        pixel[1] = Green;
        pixel[0] = Red;
    }

    /// <summary>A colour from its six hexadecimal digits, as in <c>0x4C6EF5</c>.</summary>
    public static implicit operator Color(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
}
