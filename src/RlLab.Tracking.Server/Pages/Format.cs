using System.Globalization;

namespace RlLab.Tracking.Server.Pages;

/// <summary>Numbers and times as people read them.</summary>
internal static class Format
{
    // The end of the year 9999.
    private const long LastTime = 253_402_300_799_999;

    /// <summary>A value with at most five significant digits.</summary>
    public static string Number(double value) => value switch
    {
        double.NaN => "NaN",
        >= double.MaxValue => "∞",
        <= double.MinValue => "−∞",
        0 => "0",
        _ when Math.Abs(value) is >= 1e6 or < 1e-3 => value.ToString("0.####e0", CultureInfo.InvariantCulture),
        _ when Math.Abs(value) >= 1e5 => value.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.ToString("G5", CultureInfo.InvariantCulture),
    };

    /// <summary>A parameter, shortened where it is a number of many digits.</summary>
    public static string? Parameter(string? value) =>
        value is { Length: > 8 } && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e6
            ? Number(number)
            : value;

    /// <summary>A number with all its digits, for sorting and for scripts.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };

    public static string Duration(long milliseconds)
    {
        // A client may send any time: what makes no sense is shown as the longest that does.
        var time = TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, LastTime));
        return time switch
        {
            { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
            { TotalMinutes: < 1 } => $"{time.Seconds} s",
            { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds:00} s",
            { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes:00} min",
            _ => $"{time.Days} d {time.Hours} h",
        };
    }

    public static string Count(long count, string one, string? many = null) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>A time that the page's script turns into "3 minutes ago"; without it, it reads in universal time.</summary>
    public static Html Time(long milliseconds)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, LastTime));
        var text = time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Html.Of($"""<time datetime="{time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)}">{text} UTC</time>""");
    }
}
