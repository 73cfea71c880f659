using Microsoft.CodeAnalysis.CSharp;

namespace RlLab.Generators;

/// <summary>Writes values as C#.</summary>
internal static class Literals
{
    // -0 would be the whole number 0.
    public static string Of(object value) => value is 0.0 or 0f && double.IsNegativeInfinity(1 / System.Convert.ToDouble(value))
        ? "-0.0"
        : SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)
        ?? throw new ArgumentException($"C# has no literal of {value.GetType()}.", nameof(value));

    /// <summary>An identifier as it is written: a keyword takes an @.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
