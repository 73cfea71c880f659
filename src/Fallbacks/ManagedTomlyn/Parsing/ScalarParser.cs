namespace Tomlyn.Parsing;

/// <summary>Reads the values that are one word: booleans, numbers, dates and times.</summary>
internal static class ScalarParser
{
    public static object Parse(Scanner scanner)
    {
        var start = scanner.Position;
        while (IsWord(scanner.Current))
            scanner.Advance();
        var word = scanner.Since(start);
        if (word.Length == 0)
            throw scanner.Error($"a value is expected here, found {scanner.Describe()}.");
        if (DateTimeParser.LooksLikeOne(word))
        {
            TakeTimeAfterBlank(scanner, word);
            return DateTimeParser.Parse(scanner, start, scanner.Since(start));
        }

        return word switch
        {
            "true" => true,
            "false" => false,
            _ => NumberParser.TryParse(scanner, start, word)
                ?? throw scanner.Error(start, $"'{word}' is no value; a string stands in quotes: \"{word}\"."),
        };
    }

    /// <summary>A blank may stand for the T between a date and a time.</summary>
    private static void TakeTimeAfterBlank(Scanner scanner, string date)
    {
        if (date.Length != 10 || scanner.Current != ' ' || !char.IsAsciiDigit(scanner.PeekAt(1)))
            return;
        scanner.Advance();
        while (IsWord(scanner.Current))
            scanner.Advance();
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+' or '.' or ':';
}
