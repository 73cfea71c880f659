namespace RlLab.Media;

/// <summary>PNG's filters for pixels of three bytes (PNG specification, section 9).</summary>
internal static class RowFilter
{
    /// <summary>The type that leaves a row as it is.</summary>
    public const byte None = 0;

    private const int PixelBytes = 3;
    private const byte Types = 5;

    /// <summary>Filters a row by the type whose bytes, taken as signed, have the least sum of magnitudes (section 12.7).</summary>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above it; zeros for the first.</param>
    /// <param name="filtered">Receives the filter's type and then the row.</param>
    public static void ApplyBest(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> filtered)
    {
        var (best, least) = (None, long.MaxValue);
        for (byte type = 0; type < Types; type++)
        {
            Apply(type, row, above, filtered);
            var sum = 0L;
            foreach (var value in filtered[1..])
            {
                sum += Math.Abs((int)(sbyte)value);
            }

            (best, least) = sum < least ? (type, sum) : (best, least);
        }

        Apply(best, row, above, filtered);
    }

    private static void Apply(byte type, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> filtered)
    {
        filtered[0] = type;
        for (var i = 0; i < row.Length; i++)
        {
            var left = i < PixelBytes ? (byte)0 : row[i - PixelBytes];
            var aboveLeft = i < PixelBytes ? (byte)0 : above[i - PixelBytes];
            filtered[1 + i] = (byte)(row[i] - type switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                _ => Paeth(left, above[i], aboveLeft),
            });
        }
    }

    private static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        var estimate = left + above - aboveLeft;
        var (toLeft, toAbove, toAboveLeft) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - aboveLeft));
        return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
