using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.CodeFixes;

/// <summary>Removes what has no effect or is there twice.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemovalMends : MendProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticDescriptors.StrayAttribute.Id, DiagnosticDescriptors.TwoDomains.Id, DiagnosticDescriptors.RepeatedChoice.Id];

    /// <inheritdoc/>
    protected override IEnumerable<Mend> Find(Problem problem) => problem switch
    {
        { Node.Parent: AttributeArgumentSyntax { Parent: AttributeArgumentListSyntax values } value }
            when problem.Diagnostic.Id == DiagnosticDescriptors.RepeatedChoice.Id =>
            [new($"Remove {value}", values, values.RemoveNode(value, SyntaxRemoveOptions.KeepNoTrivia)!)],
        { Node: AttributeSyntax { Parent: AttributeListSyntax { Attributes.Count: > 1 } list } attribute } =>
            [new($"Remove [{attribute}]", list, list.RemoveNode(attribute, SyntaxRemoveOptions.KeepNoTrivia)!)],
        { Node: AttributeSyntax { Parent: AttributeListSyntax { Parent: { } declaration } list } attribute } =>
            [new($"Remove [{attribute}]", declaration, Without(declaration, list))],
        _ => [],
    };

    /// <summary>A declaration without some attributes, and with the comments around them.</summary>
    private static SyntaxNode Without(SyntaxNode declaration, AttributeListSyntax list)
    {
        var leading = declaration.GetLeadingTrivia();
        var rest = declaration.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia)!;
        if (declaration.GetFirstToken() != list.OpenBracketToken)
        {
            return rest;
        }

        // What is said between the attribute and the rest is said of the rest.
        var below = rest.GetLeadingTrivia().SkipWhile(trivia => trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia);
        return rest.WithLeadingTrivia(leading.AddRange(below));
    }
}
