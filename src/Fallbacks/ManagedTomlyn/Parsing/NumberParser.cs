using System.Globalization;

namespace Tomlyn.Parsing;

/// <summary>Reads integers (decimal, 0x, 0o, 0b) and floats.</summary>
internal static class NumberParser
{
    /// <summary>The number, or null where the word does not even start like one.</summary>
    public static object? TryParse(Scanner scanner, int offset, string word)
    {
        var unsigned = word[0] is '+' or '-' ? word[1..] : word;
        var negative = word[0] == '-';
        switch (unsigned)
        {
            case "inf":
                return negative ? double.NegativeInfinity : double.PositiveInfinity;
            case "nan":
                return double.NaN;
            case ['0', 'x' or 'o' or 'b', ..]:
                return unsigned.Length == word.Length
                    ? ParsePrefixed(scanner, offset, word)
                    : throw scanner.Error(offset, $"'{word}': a number with 0x, 0o or 0b has no sign.");
            case [>= '0' and <= '9', ..]:
                return ParseDecimal(scanner, offset, word, unsigned);
            case ['.', >= '0' and <= '9', ..]:
                throw scanner.Error(offset, $"'{word}': a number starts with a digit; write 0{unsigned}.");
            default:
                return null;
        }
    }

    private static long ParsePrefixed(Scanner scanner, int offset, string word)
    {
        var radix = word[1] switch { 'x' => 16, 'o' => 8, _ => 2 };
        var digits = word[2..];
        CheckUnderscores(scanner, offset, word, digits, char.IsAsciiHexDigit);
        long value = 0;
        foreach (var c in digits.Where(c => c != '_'))
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
                throw scanner.Error(offset, $"'{word}': '{c}' is no digit of base {radix}.");
            if (value > (long.MaxValue - digit) / radix)
                throw TooLarge(scanner, offset, word);
            value = value * radix + digit;
        }

        return value;
    }

    private static object ParseDecimal(Scanner scanner, int offset, string word, string unsigned)
    {
        var exponentAt = unsigned.IndexOfAny(['e', 'E']);
        var mantissa = exponentAt < 0 ? unsigned : unsigned[..exponentAt];
        var pointAt = mantissa.IndexOf('.');
        var whole = pointAt < 0 ? mantissa : mantissa[..pointAt];
        CheckDigits(scanner, offset, word, whole);
        if (whole.Length > 1 && whole[0] == '0')
            throw scanner.Error(offset, $"'{word}': a number has no leading zeros.");
        if (pointAt >= 0)
            CheckDigits(scanner, offset, word, mantissa[(pointAt + 1)..]);
        if (exponentAt >= 0)
        {
            var exponent = unsigned[(exponentAt + 1)..];
            CheckDigits(scanner, offset, word, exponent is ['+' or '-', ..] ? exponent[1..] : exponent);
        }

        var plain = word.Replace("_", "");
        if (pointAt >= 0 || exponentAt >= 0)
            return double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture);
        return long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw TooLarge(scanner, offset, word);
    }

    private static void CheckDigits(Scanner scanner, int offset, string word, string digits)
    {
        CheckUnderscores(scanner, offset, word, digits, char.IsAsciiDigit);
        if (digits.Any(c => c != '_' && !char.IsAsciiDigit(c)))
            throw scanner.Error(offset, $"'{word}' is no number; a string stands in quotes: \"{word}\".");
    }

    private static void CheckUnderscores(Scanner scanner, int offset, string word, string digits, Func<char, bool> isDigit)
    {
        if (digits.Length == 0)
            throw scanner.Error(offset, $"'{word}': digits are missing.");
        for (var i = 0; i < digits.Length; i++)
        {
            if (digits[i] == '_' && (i == 0 || i == digits.Length - 1 || !isDigit(digits[i - 1]) || !isDigit(digits[i + 1])))
                throw scanner.Error(offset, $"'{word}': an underscore stands between two digits.");
        }
    }

    private static TomlException TooLarge(Scanner scanner, int offset, string word) =>
        scanner.Error(offset, $"'{word}' does not fit 64 bits; integers go from {long.MinValue} to {long.MaxValue}.");
}
