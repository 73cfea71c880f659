using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Parsing;

/// <summary>How symbols are written into models and messages.</summary>
internal static class DisplayFormats
{
    /// <summary>A namespace as its declaration writes it.</summary>
    public static readonly SymbolDisplayFormat Namespace =
        SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>A type as a person would write it: <c>List&lt;int&gt;</c>.</summary>
    public static string Short(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
