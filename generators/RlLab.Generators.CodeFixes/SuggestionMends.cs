using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.CodeFixes;

/// <summary>Puts what a diagnostic itself suggests in the place of what it is told of.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SuggestionMends : MendProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticDescriptors.MalformedName.Id, DiagnosticDescriptors.DefaultOutsideDomain.Id];

    /// <inheritdoc/>
    protected override IEnumerable<Mend> Find(Problem problem) =>
        from property in problem.Diagnostic.Properties.OrderBy(property => property.Key, StringComparer.Ordinal)
        where property.Key.StartsWith(DiagnosticInfo.Suggestion, StringComparison.Ordinal) && problem.Node is ExpressionSyntax
        select new Mend(
            $"Change to {property.Value}", problem.Node, SyntaxFactory.ParseExpression(property.Value!).WithTriviaFrom(problem.Node), property.Key);
}
