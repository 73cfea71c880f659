using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.CodeFixes;

/// <summary>Says of what cannot be saved that nothing is lost by it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RebuiltMends : MendProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticDescriptors.Unsavable.Id];

    /// <inheritdoc/>
    protected override IEnumerable<Mend> Find(Problem problem)
    {
        SyntaxNode? declaration = problem.Node switch
        {
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax field } } => field,
            PropertyDeclarationSyntax or ParameterSyntax => problem.Node,
            _ => null,
        };
        if (declaration is null)
        {
            return [];
        }

        var name = SyntaxFactory.ParseName("global::RlLab.Rebuilt").WithAdditionalAnnotations(Simplifier.Annotation);
        return
        [
            new("Mark as [Rebuilt]: nothing is lost by it", declaration,
                problem.Generator.AddAttributes(declaration, problem.Generator.Attribute(name))),
        ];
    }
}
