namespace RlLab.Media;

/// <summary>How much room a text takes, near enough for a layout: the font is the reader's.</summary>
internal static class TextMeasure
{
    private const string Narrow = "ijltfI.,:;'!|()[]-/ ";
    private const string Wide = "mwMW@%";

    /// <summary>The width in pixels, after Helvetica's letters.</summary>
    public static double Width(string text, double size) => size * text.EnumerateRunes().Sum(rune => rune switch
    {
        { IsAscii: true } when Narrow.Contains((char)rune.Value) => 0.3,
        { IsAscii: true } when Wide.Contains((char)rune.Value) => 0.88,
        { IsAscii: true } when char.IsAsciiLetterUpper((char)rune.Value) => 0.7,
        { Value: >= 0x2E80 } => 1.0,
        _ => 0.56,
    });

    /// <summary>The text, cut to a width where it is longer.</summary>
    public static string Fit(string text, double size, double width)
    {
        if (Width(text, size) <= width)
        {
            return text;
        }

        var runes = text.EnumerateRunes().Select(r => r.ToString()).ToList();
        while (runes.Count > 0 && Width(string.Concat(runes) + "…", size) > width)
        {
            runes.RemoveAt(runes.Count - 1);
        }

        return string.Concat(runes).TrimEnd() + "…";
    }

    /// <summary>The text in lines of at most a width, broken at spaces.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width)
    {
        var lines = new List<string>();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Width($"{lines[^1]} {word}", size) <= width)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return [.. lines.Select(line => Fit(line, size, width))];
    }
}
