namespace Tomlyn.Text;

/// <summary>A place in a text; every number counts from 0.</summary>
public readonly struct TomlTextPosition : IEquatable<TomlTextPosition>
{
    /// <summary>Names a place.</summary>
    /// <param name="offset">Characters before it.</param>
    /// <param name="line">Lines before it.</param>
    /// <param name="column">Characters before it on its line.</param>
    public TomlTextPosition(int offset, int line, int column)
    {
        Offset = offset;
        Line = line;
        Column = column;
    }

    /// <summary>Characters before it.</summary>
    public int Offset { get; }

    /// <summary>Lines before it.</summary>
    public int Line { get; }

    /// <summary>Characters before it on its line.</summary>
    public int Column { get; }

    /// <summary>Whether two places are one.</summary>
    public static bool operator ==(TomlTextPosition left, TomlTextPosition right) => left.Equals(right);

    /// <summary>Whether two places differ.</summary>
    public static bool operator !=(TomlTextPosition left, TomlTextPosition right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TomlTextPosition other) => Offset == other.Offset && Line == other.Line && Column == other.Column;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TomlTextPosition other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Offset;

    /// <summary>Line and column as a person counts them, from 1: <c>(3,14)</c>.</summary>
    public override string ToString() => $"({Line + 1},{Column + 1})";
}
