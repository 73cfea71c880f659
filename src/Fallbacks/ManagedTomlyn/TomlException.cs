using Tomlyn.Text;

namespace Tomlyn;

/// <summary>A document is not TOML; says where and why.</summary>
public sealed class TomlException : Exception
{
    /// <summary>Reports an error without a place.</summary>
    /// <param name="message">What is wrong.</param>
    public TomlException(string message) : base(message)
    {
    }

    /// <summary>Reports an error at a place, which is put before the message.</summary>
    /// <param name="span">Where it is.</param>
    /// <param name="message">What is wrong.</param>
    public TomlException(TomlSourceSpan span, string message) : base($"{span.ToStringSimple()} : error : {message}") => Span = span;

    /// <summary>Where the error is, or null when it has no place.</summary>
    public TomlSourceSpan? Span { get; }

    /// <summary>The document's name, or null when the error has no place.</summary>
    public string? SourceName => Span?.SourceName;

    /// <summary>The line of the error, from 1.</summary>
    public int? Line => Span?.Start.Line + 1;

    /// <summary>The column of the error, from 1.</summary>
    public int? Column => Span?.Start.Column + 1;

    /// <summary>The characters before the error.</summary>
    public int? Offset => Span?.Offset;
}
