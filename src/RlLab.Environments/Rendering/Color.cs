namespace RlLab.Environments;

/// <summary>A colour on the screen.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
internal readonly record struct Color(byte Red, byte Green, byte Blue)
{
    /// <summary>A colour from its six hexadecimal digits, as in <c>0x4C6EF5</c>.</summary>
    public static implicit operator Color(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
}
