using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.CodeFixes;

/// <summary>Adds the <c>partial</c> that a type needs for its other half, and the <c>sealed</c> that an alternative needs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ModifierMends : MendProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        DiagnosticDescriptors.NotPartial.Id, DiagnosticDescriptors.ContainerNotPartial.Id, DiagnosticDescriptors.CheckpointedNotPartial.Id,
        DiagnosticDescriptors.UnreachableAlternative.Id,
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Mend> Find(Problem problem)
    {
        if (problem.Around<TypeDeclarationSyntax>() is not { } type)
        {
            return [];
        }

        var modifiers = problem.Generator.GetModifiers(type);
        return problem.Diagnostic.Id != DiagnosticDescriptors.UnreachableAlternative.Id ? [With("partial", modifiers.WithPartial(true))]
            : IsOpenAlternative(type) ? [With("sealed", modifiers.WithIsSealed(true))]
            : [];

        Mend With(string name, DeclarationModifiers all) =>
            new($"Add '{name}' to '{type.Identifier.ValueText}'", type, problem.Generator.WithModifiers(type, all));
    }

    /// <summary>Whether a record stands where an alternative must, and is only not sealed.</summary>
    private static bool IsOpenAlternative(TypeDeclarationSyntax type) =>
        type is RecordDeclarationSyntax { Parent: RecordDeclarationSyntax choice }
        && choice.Modifiers.Any(SyntaxKind.AbstractKeyword)
        && !type.Modifiers.Any(SyntaxKind.SealedKeyword)
        && !type.Modifiers.Any(SyntaxKind.AbstractKeyword);
}
