using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Finds the classes with <c>[Experiment]</c>.</summary>
internal static class ExperimentFinder
{
    /// <returns>What was read from each, in the order of files and lines.</returns>
    public static IEnumerable<ExperimentCandidate> Read(Compilation compilation, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var declaration in Types(tree.GetRoot(cancellation)).Where(declaration => declaration.AttributeLists.Count > 0))
            {
                cancellation.ThrowIfCancellationRequested();
                if (compilation.ModelOf(tree).GetDeclaredSymbol(declaration, cancellation) is { } type
                    && type.FindAttribute(KnownTypes.Experiment) is { } attribute
                    && attribute.Syntax(cancellation)?.Parent?.Parent == declaration)
                {
                    yield return ExperimentParser.Parse(type, declaration, attribute, compilation, cancellation);
                }
            }
        }
    }

    private static IEnumerable<TypeDeclarationSyntax> Types(SyntaxNode root) => root
        .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
        .Where(node => node is ClassDeclarationSyntax or RecordDeclarationSyntax)
        .Cast<TypeDeclarationSyntax>();
}
