using System.Text;

namespace RlLab.Generators.Emit;

/// <summary>Writes indented lines, each ended by a line feed on every system.</summary>
internal sealed class SourceWriter
{
    /// <summary>
    /// Why what names the user's members is marked obsolete: the compiler lets it name what is obsolete then, even where that is an error, which
    /// no pragma silences.
    /// </summary>
    public const string WhyObsolete = "Obsolete, so that it may name what is.";

    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string text = "")
    {
        if (text.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(text);
        }

        _text.Append('\n');
    }

    /// <summary>Writes a line and indents what follows.</summary>
    public void Open(string text)
    {
        Line(text);
        _depth++;
    }

    /// <summary>Ends the indentation and writes a line.</summary>
    public void Close(string text)
    {
        _depth--;
        Line(text);
    }

    /// <summary>Ends the indentation.</summary>
    public void Outdent() => _depth--;

    public override string ToString() => _text.ToString();
}
