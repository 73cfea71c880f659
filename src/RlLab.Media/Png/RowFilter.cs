using System.Numerics;

namespace RlLab.Media;

/// <summary>PNG's filters for pixels of three bytes (PNG specification, section 9).</summary>
internal static class RowFilter
{
    /// <summary>The type that leaves a row as it is.</summary>
    public const byte None = 0;

    private const int PixelBytes = 3;
    private const byte Types = 5;

    /// <summary>What a filter takes off a byte, by the bytes to the left, above, and above to the left; of many bytes at once, and of one.</summary>
    private interface IPrediction
    {
        static abstract Vector<byte> Of(Vector<byte> left, Vector<byte> above, Vector<byte> aboveLeft);

        static abstract byte Of(byte left, byte above, byte aboveLeft);
    }

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
            var sum = SumOfMagnitudes(filtered[1..]);
            (best, least) = sum < least ? (type, sum) : (best, least);
        }

        Apply(best, row, above, filtered);
    }

    private static void Apply(byte type, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> filtered)
    {
        filtered[0] = type;
        var bytes = filtered[1..];
        switch (type)
        {
            case 0:
                row.CopyTo(bytes);
                break;
            case 1:
                Apply<Sub>(row, above, bytes);
                break;
            case 2:
                Apply<Up>(row, above, bytes);
                break;
            case 3:
                Apply<Average>(row, above, bytes);
                break;
            default:
                Apply<Paeth>(row, above, bytes);
                break;
        }
    }

    private static void Apply<T>(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> filtered)
        where T : IPrediction
    {
        var i = 0;
        for (; i < Math.Min(PixelBytes, row.Length); i++)
        {
            filtered[i] = (byte)(row[i] - T.Of(0, above[i], 0));
        }

        for (; i + Vector<byte>.Count <= row.Length; i += Vector<byte>.Count)
        {
            var (left, aboveLeft) = (new Vector<byte>(row[(i - PixelBytes)..]), new Vector<byte>(above[(i - PixelBytes)..]));
            (new Vector<byte>(row[i..]) - T.Of(left, new Vector<byte>(above[i..]), aboveLeft)).CopyTo(filtered[i..]);
        }

        for (; i < row.Length; i++)
        {
            filtered[i] = (byte)(row[i] - T.Of(row[i - PixelBytes], above[i], above[i - PixelBytes]));
        }
    }

    private static long SumOfMagnitudes(ReadOnlySpan<byte> bytes)
    {
        var (sums, i) = (Vector<uint>.Zero, 0);
        for (; i + Vector<byte>.Count <= bytes.Length; i += Vector<byte>.Count)
        {
            // Of a byte and its negative, the one without the sign.
            var value = new Vector<byte>(bytes[i..]);
            Vector.Widen(Vector.Min(value, -value), out var low, out var high);
            Vector.Widen(low + high, out var first, out var second);
            sums += first + second;
        }

        long sum = Vector.Sum(sums);
        for (; i < bytes.Length; i++)
        {
            sum += Math.Abs((int)(sbyte)bytes[i]);
        }

        return sum;
    }

    private readonly struct Sub : IPrediction
    {
        public static Vector<byte> Of(Vector<byte> left, Vector<byte> above, Vector<byte> aboveLeft) => left;

        public static byte Of(byte left, byte above, byte aboveLeft) => left;
    }

    private readonly struct Up : IPrediction
    {
        public static Vector<byte> Of(Vector<byte> left, Vector<byte> above, Vector<byte> aboveLeft) => above;

        public static byte Of(byte left, byte above, byte aboveLeft) => above;
    }

    private readonly struct Average : IPrediction
    {
        /// <summary>What two bytes share, and half of what they do not: their sum would not fit.</summary>
        public static Vector<byte> Of(Vector<byte> left, Vector<byte> above, Vector<byte> aboveLeft) =>
            (left & above) + ((left ^ above) >>> 1);

        public static byte Of(byte left, byte above, byte aboveLeft) => (byte)((left + above) / 2);
    }

    /// <summary>The neighbour that is nearest to left + above - above left.</summary>
    private readonly struct Paeth : IPrediction
    {
        public static Vector<byte> Of(Vector<byte> left, Vector<byte> above, Vector<byte> aboveLeft)
        {
            // How far the estimate is from each: from the third it is the sum of both, or their difference where they have opposite signs.
            var (toLeft, toAbove) = (Distance(above, aboveLeft), Distance(left, aboveLeft));
            var alike = Vector.Equals(Vector.GreaterThan(left, aboveLeft), Vector.GreaterThan(above, aboveLeft));
            var sum = toLeft + Vector.Min(toAbove, new Vector<byte>(byte.MaxValue) - toLeft);
            var toAboveLeft = Vector.ConditionalSelect(alike, sum, Distance(toLeft, toAbove));
            return Vector.ConditionalSelect(
                Vector.LessThanOrEqual(toLeft, toAbove) & Vector.LessThanOrEqual(toLeft, toAboveLeft),
                left,
                Vector.ConditionalSelect(Vector.LessThanOrEqual(toAbove, toAboveLeft), above, aboveLeft));
        }

        public static byte Of(byte left, byte above, byte aboveLeft)
        {
            var estimate = left + above - aboveLeft;
            var (toLeft, toAbove, toAboveLeft) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - aboveLeft));
            return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
        }

        private static Vector<byte> Distance(Vector<byte> a, Vector<byte> b) => Vector.Max(a, b) - Vector.Min(a, b);
    }
}
