namespace Tomlyn;

/// <summary>How a document is read.</summary>
public sealed record TomlSerializerOptions
{
    /// <summary>Options with every default.</summary>
    public static TomlSerializerOptions Default { get; } = new();

    /// <summary>The document's name in errors, such as a file's path; none by default.</summary>
    public string? SourceName { get; init; }

    /// <summary>How deep arrays and tables may nest; 0, the default, means 64.</summary>
    public int MaxDepth { get; init; }
}
