using System.Globalization;
using Tomlyn.Text;

namespace Tomlyn.Parsing;

/// <summary>Walks a document's characters and knows how to say where an error is.</summary>
internal sealed class Scanner(string text, string sourceName, int maxDepth)
{
    /// <summary>Stands for the end of the document; no character of a valid document is it.</summary>
    public const char End = '\0';

    private const char ByteOrderMark = '\uFEFF';

    private int depth;

    public int Position { get; private set; } = text.StartsWith(ByteOrderMark) ? 1 : 0;

    public bool AtEnd => Position >= text.Length;

    public char Current => PeekAt(0);

    public bool AtNewLine => Current == '\n' || (Current == '\r' && PeekAt(1) == '\n');

    public char PeekAt(int distance) => Position + distance < text.Length ? text[Position + distance] : End;

    public bool StartsWith(string expected) => string.CompareOrdinal(text, Position, expected, 0, expected.Length) == 0;

    public string Since(int start) => text[start..Position];

    public void Advance(int count = 1) => Position += count;

    public bool TryTake(char expected)
    {
        if (AtEnd || Current != expected)
            return false;
        Position++;
        return true;
    }

    public void Expect(char expected, string whatFor)
    {
        if (!TryTake(expected))
            throw Error($"'{expected}' {whatFor} is expected here, found {Describe()}.");
    }

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
            Position++;
    }

    /// <summary>Skips blanks, line ends and comments: what may stand between the parts of an array or an inline table.</summary>
    public void SkipLines()
    {
        for (SkipBlanks(); AtNewLine || Current == '#'; SkipBlanks())
        {
            SkipComment();
            if (AtNewLine)
                TakeNewLine();
        }
    }

    /// <summary>Takes what may follow an expression on its line: blanks, a comment, and the line's end.</summary>
    public void EndLine(string afterWhat)
    {
        SkipBlanks();
        SkipComment();
        if (AtEnd)
            return;
        if (!AtNewLine)
            throw Error($"the line must end after {afterWhat}, found {Describe()}.");
        TakeNewLine();
    }

    public void TakeNewLine() => Position += Current == '\r' ? 2 : 1;

    /// <summary>Takes one character of a string or comment, both halves of a surrogate pair included.</summary>
    public void TakeText(string where)
    {
        var c = Current;
        if ((c < ' ' && c != '\t') || c == '\x7F')
            throw Error($"the control character U+{(int)c:X4} may not stand in {where}; write it as an escape in a \"string\".");
        if (char.IsHighSurrogate(c) && char.IsLowSurrogate(PeekAt(1)))
            Position++;
        else if (char.IsSurrogate(c))
            throw Error($"half of a surrogate pair (U+{(int)c:X4}) stands in {where}; the file is not valid Unicode.");
        Position++;
    }

    /// <summary>Enters an array or inline table; leave it with <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (++depth > maxDepth)
            throw Error(
                $"arrays and tables nest deeper than {maxDepth}; set {nameof(TomlSerializerOptions.MaxDepth)} to allow more.");
    }

    public void Leave() => depth--;

    public string Describe()
    {
        if (AtEnd)
            return "the end of the document";
        if (AtNewLine)
            return "the end of the line";
        var c = Current;
        return char.IsControl(c) || char.IsSurrogate(c)
            ? string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)c:X4}")
            : $"'{c}'";
    }

    public TomlException Error(string message) => Error(Position, message);

    public TomlException Error(int offset, string message)
    {
        offset = Math.Min(offset, text.Length);
        var before = text.AsSpan(0, offset);
        var position = new TomlTextPosition(offset, before.Count('\n'), offset - (before.LastIndexOf('\n') + 1));
        return new TomlException(new TomlSourceSpan(sourceName, position, position), message);
    }

    private void SkipComment()
    {
        if (Current != '#')
            return;
        while (!AtEnd && !AtNewLine)
            TakeText("a comment");
    }
}
