using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;

namespace RlLab.Generators.CodeFixes;

/// <summary>What is wrong, and where.</summary>
/// <param name="Diagnostic">The diagnostic.</param>
/// <param name="Node">The innermost node that it is told of.</param>
/// <param name="Model">Of the file.</param>
/// <param name="Generator">Writes C#.</param>
public sealed record Problem(Diagnostic Diagnostic, SyntaxNode Node, SemanticModel Model, SyntaxGenerator Generator)
{
    /// <summary>The nearest node of a kind around the place; null where there is none.</summary>
    public T? Around<T>() where T : SyntaxNode => Node.FirstAncestorOrSelf<T>();
}

/// <summary>A way out of a problem: one node in the place of another.</summary>
/// <param name="Title">What the editor offers it as.</param>
/// <param name="Old">The node that goes.</param>
/// <param name="New">The node that comes.</param>
/// <param name="Kind">Which of several ways out of one diagnostic it is; empty where there is one. Mends of a kind are done all at once.</param>
public sealed record Mend(string Title, SyntaxNode Old, SyntaxNode New, string Kind = "");
