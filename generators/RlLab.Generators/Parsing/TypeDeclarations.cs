using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Writes what opens another part of a type.</summary>
internal static class TypeDeclarations
{
    /// <summary>The declarations of the types around a type and of itself, from outside in.</summary>
    public static EquatableArray<string> Of(TypeDeclarationSyntax declaration) =>
        declaration.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Reverse().Select(Open).ToEquatableArray();

    private static string Open(TypeDeclarationSyntax declaration)
    {
        var keyword = declaration is RecordDeclarationSyntax record && record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword)
            ? "record struct"
            : declaration.Keyword.ValueText;
        return $"partial {keyword} {declaration.Identifier.Text}";
    }
}
