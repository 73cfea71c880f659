namespace Tomlyn.Text;

/// <summary>A stretch of a document, its last character included.</summary>
public readonly struct TomlSourceSpan
{
    /// <summary>Names a stretch.</summary>
    /// <param name="sourceName">The document's name, such as a file's path; may be empty.</param>
    /// <param name="start">Its first character.</param>
    /// <param name="end">Its last character.</param>
    public TomlSourceSpan(string sourceName, TomlTextPosition start, TomlTextPosition end)
    {
        SourceName = sourceName ?? "";
        Start = start;
        End = end;
    }

    /// <summary>The document's name, such as a file's path; may be empty.</summary>
    public string SourceName { get; }

    /// <summary>Its first character.</summary>
    public TomlTextPosition Start { get; }

    /// <summary>Its last character.</summary>
    public TomlTextPosition End { get; }

    /// <summary>Characters before it.</summary>
    public int Offset => Start.Offset;

    /// <summary>Characters in it.</summary>
    public int Length => End.Offset - Start.Offset + 1;

    /// <summary>The document's name and where the stretch starts.</summary>
    public string ToStringSimple() => $"{SourceName}{Start}";

    /// <inheritdoc/>
    public override string ToString() => $"{SourceName}{Start}-{End}";
}
