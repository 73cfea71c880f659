using Microsoft.CodeAnalysis.CSharp;

namespace RlLab.Generators;

/// <summary>Writes values as C#.</summary>
internal static class Literals
{
    public static string Of(object value) =>
        SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)
        ?? throw new ArgumentException($"C# has no literal of {value.GetType()}.", nameof(value));

    /// <summary>An identifier as it is written: a keyword takes an @.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
