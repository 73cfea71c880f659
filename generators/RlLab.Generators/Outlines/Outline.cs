using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RlLab.Generators.Outlines;

/// <summary>A file's text with a mark in the place of each method's body: all that it declares, and nothing that a key in a body changes.</summary>
internal sealed class Outline
{
    private const char Mark = '\0';

    private static readonly ConditionalWeakTable<SyntaxTree, Outline> Known = new();

    private readonly ImmutableArray<TextSpan> _bodies;
    private readonly Lazy<string> _text;

    private Outline(SyntaxTree tree)
    {
        _bodies = [.. tree.GetRoot().DescendantNodes(node => !IsBody(node)).Where(IsBody).Select(body => body.Span)];
        var source = tree.GetText();
        _text = new(() => Write(source));
    }

    /// <summary>What is left of the file.</summary>
    public string Text => _text.Value;

    public static Outline Of(SyntaxTree tree) => Known.GetValue(tree, read => new Outline(read));

    /// <summary>Where in the outline a place of the file is; a place in a body is at its mark.</summary>
    public int FromFile(int position)
    {
        var left = 0;
        foreach (var body in _bodies)
        {
            if (body.End > position)
            {
                return Math.Min(position, body.Start) - left;
            }

            left += body.Length - 1;
        }

        return position - left;
    }

    /// <summary>Where in the file a place of the outline is.</summary>
    public int ToFile(int position)
    {
        foreach (var body in _bodies)
        {
            if (body.Start >= position)
            {
                break;
            }

            position += body.Length - 1;
        }

        return position;
    }

    /// <summary>
    /// Whether what a node says is nobody's business outside of it. Not while its end is missing, which may then be anywhere, nor with a
    /// directive, which may hold for what comes after it.
    /// </summary>
    private static bool IsBody(SyntaxNode node) => !node.ContainsDirectives && node switch
    {
        BlockSyntax block => !block.OpenBraceToken.IsMissing && !block.CloseBraceToken.IsMissing,
        ArrowExpressionClauseSyntax => true,
        _ => false,
    };

    private string Write(SourceText source)
    {
        var text = new StringBuilder(source.Length);
        var end = 0;
        foreach (var body in _bodies)
        {
            text.Append(source.ToString(TextSpan.FromBounds(end, body.Start))).Append(Mark);
            end = body.End;
        }

        return text.Append(source.ToString(TextSpan.FromBounds(end, source.Length))).ToString();
    }
}
