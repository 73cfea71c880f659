using System.Globalization;

namespace Tomlyn.Parsing;

/// <summary>Reads dates, times and both together, as RFC 3339 writes them; seconds may be left out.</summary>
internal static class DateTimeParser
{
    private const int MostFractionDigits = 7;

    public static bool LooksLikeOne(string word) =>
        (word.Length > 4 && word[4] == '-' && word.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0) ||
        (word.Length > 2 && word[2] == ':' && word.AsSpan(0, 2).IndexOfAnyExceptInRange('0', '9') < 0);

    public static TomlDateTime Parse(Scanner scanner, int offset, string word)
    {
        var reader = new Reader(scanner, offset, word);
        if (word[2] == ':')
        {
            var timeAlone = reader.Time(out var digits);
            reader.ExpectEnd();
            return new TomlDateTime(new DateTimeOffset(timeAlone.Ticks, TimeSpan.Zero), digits, TomlDateTimeKind.LocalTime);
        }

        var date = reader.Date();
        if (reader.AtEnd)
            return new TomlDateTime(date.Year, date.Month, date.Day);
        reader.Separator();
        var ticks = date.ToDateTime(TimeOnly.MinValue).Ticks + reader.Time(out var precision).Ticks;
        if (reader.AtEnd)
            return new TomlDateTime(new DateTimeOffset(ticks, TimeSpan.Zero), precision, TomlDateTimeKind.LocalDateTime);
        var (shift, kind) = reader.Offset();
        reader.ExpectEnd();
        try
        {
            return new TomlDateTime(new DateTimeOffset(ticks, shift), precision, kind);
        }
        catch (ArgumentException)
        {
            throw reader.Wrong("offsets go to 14 hours, and the moment must lie in years 1 to 9999 in UTC.");
        }
    }

    private sealed class Reader(Scanner scanner, int offset, string word)
    {
        private int at;

        public bool AtEnd => at == word.Length;

        private char Current => at < word.Length ? word[at] : Scanner.End;

        public DateOnly Date()
        {
            var year = Number(4, 1, 9999, "year");
            Take('-');
            var month = Number(2, 1, 12, "month");
            Take('-');
            return new DateOnly(year, month, Number(2, 1, DateTime.DaysInMonth(year, month), "day"));
        }

        public void Separator()
        {
            if (Current is not ('T' or 't' or ' '))
                throw Wrong("a T or one blank stands between date and time.");
            at++;
        }

        public TimeSpan Time(out int fractionDigits)
        {
            fractionDigits = 0;
            var hour = Number(2, 0, 23, "hour");
            Take(':');
            var time = new TimeSpan(hour, Number(2, 0, 59, "minute"), 0);
            if (Current != ':')
                return time;
            at++;
            time += TimeSpan.FromSeconds(Number(2, 0, 59, "second"));
            if (Current != '.')
                return time;
            at++;
            var start = at;
            while (char.IsAsciiDigit(Current))
                at++;
            if (at == start)
                throw Wrong("digits are missing after the point.");
            // More digits than a tick holds are cut off, as the specification has it.
            fractionDigits = Math.Min(at - start, MostFractionDigits);
            var ticks = word.Substring(start, fractionDigits).PadRight(MostFractionDigits, '0');
            return time + TimeSpan.FromTicks(long.Parse(ticks, CultureInfo.InvariantCulture));
        }

        public (TimeSpan Shift, TomlDateTimeKind Kind) Offset()
        {
            var sign = Current;
            at++;
            if (sign is 'Z' or 'z')
                return (TimeSpan.Zero, TomlDateTimeKind.OffsetDateTimeByZ);
            if (sign is not ('+' or '-'))
                throw Wrong("an offset is Z or +HH:MM or -HH:MM.");
            var hours = Number(2, 0, 23, "offset's hour");
            Take(':');
            var shift = new TimeSpan(hours, Number(2, 0, 59, "offset's minute"), 0);
            return (sign == '-' ? -shift : shift, TomlDateTimeKind.OffsetDateTimeByNumber);
        }

        public void ExpectEnd()
        {
            if (!AtEnd)
                throw Wrong($"'{word[at..]}' is too much at its end.");
        }

        public TomlException Wrong(string why) =>
            scanner.Error(offset, $"'{word}' is no date or time such as 1979-05-27T07:32:00Z, 1979-05-27 or 07:32: {why}");

        private int Number(int digits, int low, int high, string name)
        {
            var part = word.AsSpan(Math.Min(at, word.Length));
            if (part.Length < digits || part[..digits].IndexOfAnyExceptInRange('0', '9') >= 0)
                throw Wrong($"the {name} has {digits} digits.");
            at += digits;
            var value = int.Parse(part[..digits], CultureInfo.InvariantCulture);
            return value >= low && value <= high ? value : throw Wrong($"the {name} goes from {low} to {high} here.");
        }

        private void Take(char expected)
        {
            if (Current != expected)
                throw Wrong($"'{expected}' is missing.");
            at++;
        }
    }
}
