namespace RlLab.Media;

/// <summary>Maps data to pixels.</summary>
/// <param name="Low">The data at the beginning of the axis.</param>
/// <param name="High">The data at its end, above <paramref name="Low"/>.</param>
/// <param name="From">The pixel at the beginning.</param>
/// <param name="To">The pixel at the end.</param>
internal readonly record struct LinearScale(double Low, double High, double From, double To)
{
    // Beyond this the width of a range overflows; no figure means such values.
    private const double Largest = 1e300;

    // Below this a range has too few digits to be divided; all of it is zero to who looks at it.
    private const double Smallest = 1e-300;
    private const double Padding = 0.05;

    /// <summary>Whether a value can be drawn.</summary>
    public static bool CanDraw(double value) => double.IsFinite(value) && Math.Abs(value) < Largest;

    public double Map(double value) => From + (value - Low) / (High - Low) * (To - From);

    /// <summary>A scale from the least to the greatest value.</summary>
    public static LinearScale Tight(IEnumerable<double> values, double from, double to)
    {
        var (low, high) = Range(values);
        return new(low, high, from, to);
    }

    /// <summary>A scale with some room around the values, which starts at zero where zero is near.</summary>
    public static LinearScale Padded(IEnumerable<double> values, double from, double to)
    {
        var (low, high) = Range(values);
        var room = Padding * (high - low);
        return new(
            low >= 0 && low <= 0.3 * high ? 0 : low - room,
            high <= 0 && high + room > 0 ? 0 : high + room,
            from,
            to);
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(CanDraw))
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (low > high)
        {
            return (0, 1);
        }

        // A range so narrow that its ticks could not be told apart is widened.
        var largest = Math.Max(Math.Abs(low), Math.Abs(high));
        return largest < Smallest ? (0, 1)
            : high - low > 1e-9 * largest ? (low, high)
            : (low - 0.1 * Math.Abs(low), high + 0.1 * Math.Abs(high));
    }
}
