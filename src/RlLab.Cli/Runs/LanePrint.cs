using System.Text;

namespace RlLab.Cli;

/// <summary>What one of several lanes prints, line by line, each under the name of its run.</summary>
/// <param name="name">What people call the run.</param>
internal sealed class LanePrint(string name)
{
    private readonly StringBuilder _line = new();
    private TextWriter _output = TextWriter.Null;
    private volatile string? _lastLine;
    private long _length;

    /// <summary>How many characters were printed; asked from any thread.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>The last line that says something; null where none does. Asked from any thread.</summary>
    public string? LastLine => _lastLine;

    /// <summary>Takes what the lane prints; on its thread.</summary>
    /// <param name="text">What.</param>
    /// <param name="output">Where whole lines go.</param>
    public void Write(ReadOnlySpan<char> text, TextWriter output)
    {
        _output = output;
        Volatile.Write(ref _length, _length + text.Length);
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n'))
        {
            _line.Append(text[..end]);
            EndLine();
            text = text[(end + 1)..];
        }

        _line.Append(text);
    }

    /// <summary>Ends the line that is begun, where there is one.</summary>
    public void End()
    {
        if (_line.Length > 0)
        {
            EndLine();
        }
    }

    private void EndLine()
    {
        var line = _line.ToString().TrimEnd('\r');
        _line.Clear();
        _lastLine = string.IsNullOrWhiteSpace(line) ? _lastLine : line.Trim();
        _output.WriteLine($"{name}: {line}");
    }
}
