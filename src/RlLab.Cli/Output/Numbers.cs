using System.Globalization;

namespace RlLab.Cli;

/// <summary>How numbers are shown to people.</summary>
internal static class Numbers
{
    /// <summary>Four significant digits, and whole parts in full; a dash for none.</summary>
    /// <param name="value">The number.</param>
    public static string Short(double? value) => value switch
    {
        null => "-",
        { } number when Math.Abs(number) is >= 1_000 and < 1e9 => number.ToString("N0", CultureInfo.InvariantCulture),
        { } number => number.ToString("G4", CultureInfo.InvariantCulture),
    };

    /// <summary>A parameter's value: a real number to five significant digits, all else as it is.</summary>
    /// <param name="text">The value as it is kept.</param>
    public static string ShortParameter(string text) =>
        text.Length > 8 && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("G5", CultureInfo.InvariantCulture)
            : text;
}
