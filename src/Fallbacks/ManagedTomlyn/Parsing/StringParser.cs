using System.Globalization;
using System.Text;

namespace Tomlyn.Parsing;

/// <summary>Reads the four kinds of strings.</summary>
internal static class StringParser
{
    /// <summary>Reads a string of one line, basic or literal.</summary>
    public static string Parse(Scanner scanner)
    {
        var start = scanner.Position;
        var quote = scanner.Current;
        scanner.Advance();
        var value = new StringBuilder();
        while (!scanner.TryTake(quote))
        {
            if (scanner.AtEnd || scanner.AtNewLine)
                throw scanner.Error(
                    start, $"this string has no closing {quote} on its line; a string of several lines stands in three quotes.");
            TakeCharacter(scanner, quote, value);
        }

        return value.ToString();
    }

    /// <summary>Reads a string of several lines, basic or literal.</summary>
    public static string ParseMultiLine(Scanner scanner)
    {
        var start = scanner.Position;
        var quote = scanner.Current;
        var fence = new string(quote, 3);
        scanner.Advance(3);
        if (scanner.AtNewLine)
            scanner.TakeNewLine();
        var value = new StringBuilder();
        while (!scanner.StartsWith(fence))
        {
            if (scanner.AtEnd)
                throw scanner.Error(start, $"this string has no closing {fence}.");
            if (scanner.AtNewLine)
                TakeNewLine(scanner, value);
            else if (quote == '"' && scanner.Current == '\\' && TrySkipFoldedLine(scanner))
                continue;
            else
                TakeCharacter(scanner, quote, value);
        }

        scanner.Advance(3);
        // Up to two quotes may stand right before the closing three.
        for (var extra = 0; extra < 2 && scanner.TryTake(quote); extra++)
            value.Append(quote);
        return value.ToString();
    }

    private static void TakeNewLine(Scanner scanner, StringBuilder value)
    {
        var start = scanner.Position;
        scanner.TakeNewLine();
        value.Append(scanner.Since(start));
    }

    private static void TakeCharacter(Scanner scanner, char quote, StringBuilder value)
    {
        if (quote == '"' && scanner.Current == '\\')
        {
            TakeEscape(scanner, value);
            return;
        }

        var start = scanner.Position;
        scanner.TakeText("a string");
        value.Append(scanner.Since(start));
    }

    /// <summary>A backslash at the end of a line swallows all white space up to the next character.</summary>
    private static bool TrySkipFoldedLine(Scanner scanner)
    {
        var distance = 1;
        while (scanner.PeekAt(distance) is ' ' or '\t')
            distance++;
        if (scanner.PeekAt(distance) != '\n' && (scanner.PeekAt(distance) != '\r' || scanner.PeekAt(distance + 1) != '\n'))
            return false;
        scanner.Advance(distance);
        while (scanner.Current is ' ' or '\t' || scanner.AtNewLine)
            scanner.Advance();
        return true;
    }

    private static void TakeEscape(Scanner scanner, StringBuilder value)
    {
        var start = scanner.Position;
        scanner.Advance();
        var c = scanner.Current;
        if (!scanner.AtEnd)
            scanner.Advance();
        var plain = c switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            'e' => '\x1B',
            '"' => '"',
            '\\' => '\\',
            _ => Scanner.End,
        };
        if (plain != Scanner.End)
        {
            value.Append(plain);
            return;
        }

        var digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
            throw scanner.Error(
                start, "this is no escape; known are \\b \\t \\n \\f \\r \\e \\\" \\\\ \\xHH \\uHHHH \\UHHHHHHHH. " +
                "A path is easiest in 'single quotes', where a backslash is itself.");
        value.Append(TakeCodePoint(scanner, start, digits).ToString());
    }

    private static Rune TakeCodePoint(Scanner scanner, int start, int digits)
    {
        var first = scanner.Position;
        for (var i = 0; i < digits; i++)
        {
            if (!char.IsAsciiHexDigit(scanner.Current))
                throw scanner.Error(start, $"this escape needs {digits} hexadecimal digits.");
            scanner.Advance();
        }

        var code = uint.Parse(scanner.Since(first), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Rune.TryCreate(code, out var rune)
            ? rune
            : throw scanner.Error(start, $"U+{code:X4} is no Unicode character; allowed are 0 to D7FF and E000 to 10FFFF.");
    }
}
