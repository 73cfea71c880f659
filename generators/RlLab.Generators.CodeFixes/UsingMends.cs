using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.CodeFixes;

/// <summary>Lets each round of a loop dispose of the tensor that it makes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UsingMends : MendProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticDescriptors.UndisposedTensor.Id];

    /// <inheritdoc/>
    protected override IEnumerable<Mend> Find(Problem problem)
    {
        if (problem.Around<LocalDeclarationStatementSyntax>() is not { Declaration.Variables: { Count: 1 } variables } statement
            || statement.Parent is SwitchSectionSyntax)
        {
            // C# has no using directly in a case.
            return [];
        }

        var keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        var disposed = statement.WithoutLeadingTrivia().WithUsingKeyword(keyword).WithLeadingTrivia(statement.GetLeadingTrivia());
        return [new($"Dispose of '{variables[0].Identifier.ValueText}' each time round", statement, disposed)];
    }
}
