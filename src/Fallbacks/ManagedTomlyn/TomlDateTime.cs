using System.Globalization;

namespace Tomlyn;

/// <summary>A date, a time or both, as a document wrote it.</summary>
/// <param name="DateTime">The value; a local one has offset zero, and a time alone stands on 1 January of year 1.</param>
/// <param name="SecondPrecision">Digits after the second's point, at most 7.</param>
/// <param name="Kind">Which parts were written.</param>
public record struct TomlDateTime(DateTimeOffset DateTime, int SecondPrecision, TomlDateTimeKind Kind)
{
    /// <summary>A date alone.</summary>
    /// <param name="year">From 1.</param>
    /// <param name="month">From 1 to 12.</param>
    /// <param name="day">From 1 to the month's last.</param>
    public TomlDateTime(int year, int month, int day)
        : this(new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero), 0, TomlDateTimeKind.LocalDate)
    {
    }

    /// <summary>A date and a time without an offset.</summary>
    /// <param name="datetime">The value; its kind is not looked at.</param>
    public TomlDateTime(DateTime datetime)
        : this(new DateTimeOffset(datetime.Ticks, TimeSpan.Zero), 0, TomlDateTimeKind.LocalDateTime)
    {
    }

    /// <summary>A date and a time without an offset.</summary>
    public static implicit operator TomlDateTime(DateTime dateTime) => new(dateTime);

    /// <summary>The format of so many digits of a second: <c>f</c> for 1 to <c>fffffff</c> for 7, otherwise <c>fff</c>.</summary>
    public static string GetFormatPrecision(int precision) => new('f', precision is >= 1 and <= 7 ? precision : 3);

    /// <summary>The value as TOML writes it.</summary>
    public override string ToString()
    {
        var seconds = SecondPrecision == 0 ? "HH:mm:ss" : "HH:mm:ss." + GetFormatPrecision(SecondPrecision);
        var (value, format) = Kind switch
        {
            TomlDateTimeKind.LocalDate => (DateTime, "yyyy-MM-dd"),
            TomlDateTimeKind.LocalTime => (DateTime, seconds),
            TomlDateTimeKind.LocalDateTime => (DateTime, $"yyyy-MM-dd'T'{seconds}"),
            TomlDateTimeKind.OffsetDateTimeByNumber => (DateTime, $"yyyy-MM-dd'T'{seconds}zzz"),
            _ => (DateTime.ToUniversalTime(), $"yyyy-MM-dd'T'{seconds}'Z'"),
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
