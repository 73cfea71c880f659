namespace RlLab.Media;

/// <summary>The colours of pictures that have at most 256 of them; then a pixel is one number of few bits.</summary>
internal sealed class Palette
{
    private const int Largest = 256;

    private readonly Dictionary<int, byte> _indices = [];

    /// <summary>Bits of an index: as few as PNG has for this many colours.</summary>
    public int BitDepth => _indices.Count switch { <= 2 => 1, <= 4 => 2, <= 16 => 4, _ => 8 };

    /// <summary>Takes up the colours of some pixels.</summary>
    /// <returns>False if they are too many.</returns>
    public bool TryAdd(ReadOnlySpan<byte> pixels)
    {
        var previous = -1;
        for (var i = 0; i < pixels.Length; i += 3)
        {
            var colour = Colour(pixels, i);
            if (colour == previous || _indices.ContainsKey(colour))
            {
                previous = colour;
                continue;
            }

            if (_indices.Count == Largest)
            {
                return false;
            }

            _indices.Add(colour, (byte)_indices.Count);
        }

        return true;
    }

    /// <summary>One row of pixels as indices, packed into bytes from the highest bits down.</summary>
    public void Pack(ReadOnlySpan<byte> pixels, Span<byte> row)
    {
        row.Clear();
        var bits = BitDepth;
        for (var i = 0; i < pixels.Length / 3; i++)
        {
            var position = i * bits;
            row[position / 8] |= (byte)(_indices[Colour(pixels, 3 * i)] << (8 - bits - position % 8));
        }
    }

    /// <summary>Red, green and blue of each colour, in the order of their indices.</summary>
    public byte[] ToBytes() =>
        [.. _indices.OrderBy(e => e.Value).SelectMany(e => new[] { (byte)(e.Key >> 16), (byte)(e.Key >> 8), (byte)e.Key })];

    private static int Colour(ReadOnlySpan<byte> pixels, int at) => pixels[at] << 16 | pixels[at + 1] << 8 | pixels[at + 2];
}
