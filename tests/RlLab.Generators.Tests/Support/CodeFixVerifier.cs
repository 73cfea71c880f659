using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using RlLab.Generators.CodeFixes;

namespace RlLab.Generators.Tests.Support;

/// <summary>Mends marked source as an editor would.</summary>
public static class CodeFixVerifier
{
    /// <summary>Every code fix that there is.</summary>
    public static ImmutableArray<CodeFixProvider> Providers { get; } =
    [
        .. typeof(MendProvider).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>What each mend that is offered makes of source with marks, in the order of the offers.</summary>
    public static async Task<IReadOnlyList<string>> MendAsync(string marked, CancellationToken cancellation)
    {
        var diagnostics = await DiagnosticVerifier.VerifyAsync(marked, cancellation);
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, Markup.Parse(marked).Source);
        var mended = new List<string>();
        foreach (var diagnostic in diagnostics)
        {
            foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                var offers = new List<CodeAction>();
                await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (offer, _) => offers.Add(offer), cancellation));
                foreach (var offer in offers)
                {
                    mended.Add(await ApplyAsync(offer, document, cancellation));
                }
            }
        }

        return mended;
    }

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        var compilation = Compiler.CompileWithTorch(source);
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Lab", "Lab", LanguageNames.CSharp, compilationOptions: compilation.Options,
            parseOptions: Compiler.ParseOptions(), metadataReferences: compilation.References));
        foreach (var tree in compilation.SyntaxTrees)
        {
            project = project.AddDocument(tree.FilePath, tree.GetText()).Project;
        }

        return project.Documents.First();
    }

    private static async Task<string> ApplyAsync(CodeAction offer, Document document, CancellationToken cancellation)
    {
        var operations = await offer.GetOperationsAsync(cancellation);
        var solution = operations.OfType<ApplyChangesOperation>().Should().ContainSingle().Subject.ChangedSolution;
        return (await solution.GetDocument(document.Id)!.GetTextAsync(cancellation)).ToString();
    }
}
