using System.Globalization;
using RlLab.Tracking.Server.Http;

namespace RlLab.Tracking.Server.Search;

/// <summary>Reads the words of a filter one after the other.</summary>
internal ref struct FilterScanner(string text)
{
    private int _at;

    public bool AtEnd
    {
        get
        {
            SkipSpaces();
            return _at == text.Length;
        }
    }

    /// <summary>How many characters have been read.</summary>
    public readonly int Position => _at;

    /// <summary>The name of a field, with its quotes, such as <c>metrics.`eval/return`</c>; empty where there is none.</summary>
    public string ReadName()
    {
        SkipSpaces();
        var start = _at;
        while (_at < text.Length)
        {
            if (text[_at] is '`' or '"' && (_at == start || text[_at - 1] == '.'))
            {
                SkipQuoted();
            }
            else if (char.IsLetterOrDigit(text[_at]) || "_.-/:".Contains(text[_at]))
            {
                _at++;
            }
            else
            {
                break;
            }
        }

        return text[start.._at];
    }

    /// <summary>An operator in capitals with single spaces, or whatever stands in its place.</summary>
    public string ReadOperator()
    {
        if (!AtEnd && "=!<>".Contains(text[_at]))
        {
            var start = _at;
            while (_at < text.Length && "=!<>".Contains(text[_at]))
            {
                _at++;
            }

            return text[start.._at];
        }

        var word = ReadWord().ToUpperInvariant();
        return word switch
        {
            "NOT" => $"NOT {ReadWord().ToUpperInvariant()}",
            "IS" => ReadWord().ToUpperInvariant() is var second and not "NOT" ? $"IS {second}" : $"IS NOT {ReadWord().ToUpperInvariant()}",
            _ => word,
        };
    }

    /// <summary>A value as it is written: a quoted text with its quotes, or a bare word or number.</summary>
    public string ReadValue()
    {
        SkipSpaces();
        var start = _at;
        if (_at < text.Length && text[_at] is '\'' or '"')
        {
            SkipQuoted();
        }
        else
        {
            while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !"(),".Contains(text[_at]))
            {
                _at++;
            }
        }

        return text[start.._at];
    }

    /// <summary>Whatever stands before the next space, quote or operator; empty where one of these is next.</summary>
    public string ReadBare()
    {
        SkipSpaces();
        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !"=!<>'\"`".Contains(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    /// <summary>Steps over a character if it is next.</summary>
    public bool Skip(char character)
    {
        if (AtEnd || text[_at] != character)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>A word of letters, empty where there is none.</summary>
    public string ReadWord()
    {
        SkipSpaces();
        var start = _at;
        while (_at < text.Length && char.IsLetter(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    /// <summary>What has not been read yet.</summary>
    public readonly string Rest() => text[_at..].Trim();

    /// <summary>The text between quotes, or null where it is not quoted; a doubled quote stands for one.</summary>
    public static string? Unquote(string value) =>
        value is ['\'' or '"' or '`', .., var last] && value.Length > 1 && last == value[0]
            ? value[1..^1].Replace(new string(last, 2), last.ToString(), StringComparison.Ordinal)
            : null;

    public static bool TryReadNumber(string value, out double number) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private void SkipSpaces()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private void SkipQuoted()
    {
        var quote = text[_at];
        var end = _at + 1;
        while (true)
        {
            end = end < text.Length ? text.IndexOf(quote, end) : -1;
            if (end < 0)
            {
                throw MlflowError.Invalid($"The filter has an opening {quote} without a closing one: {text[_at..]}");
            }

            if (end + 1 == text.Length || text[end + 1] != quote)
            {
                break;
            }

            end += 2;
        }

        _at = end + 1;
    }
}
