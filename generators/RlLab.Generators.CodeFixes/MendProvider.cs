using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace RlLab.Generators.CodeFixes;

/// <summary>Offers the mends of some diagnostics, each for one place or for all of a project.</summary>
public abstract class MendProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.Document;
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            foreach (var mend in Find(new Problem(diagnostic, node, model, SyntaxGenerator.GetGenerator(document))))
            {
                // What a mend is offered as names its place, so it would be the key of that place alone.
                context.RegisterCodeFix(
                    CodeAction.Create(
                        mend.Title,
                        _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(mend.Old, mend.New))),
                        equivalenceKey: diagnostic.Id + mend.Kind),
                    diagnostic);
            }
        }
    }

    /// <summary>The ways out of a problem; none where it takes thought.</summary>
    protected abstract IEnumerable<Mend> Find(Problem problem);
}
