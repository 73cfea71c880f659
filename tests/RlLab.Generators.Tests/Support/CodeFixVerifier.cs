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

    /// <summary>Source with marks, all of one diagnostic, after the first mend that is offered for the first is asked for all.</summary>
    public static async Task<string> MendAllAsync(string marked, CancellationToken cancellation)
    {
        var diagnostics = await DiagnosticVerifier.VerifyAsync(marked, cancellation);
        var id = diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Should().ContainSingle().Subject;
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, Markup.Parse(marked).Source);
        var tree = (await document.GetSyntaxTreeAsync(cancellation))!;
        diagnostics = [.. diagnostics.Select(found => Diagnostic.Create(
            found.Descriptor, Location.Create(tree, found.Location.SourceSpan), found.Properties, found.Descriptor.MessageFormat))];
        var provider = Providers.Single(provider => provider.FixableDiagnosticIds.Contains(id));
        var offers = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostics[0], (offer, _) => offers.Add(offer), cancellation));
        var all = new FixAllContext(
            document, provider, FixAllScope.Document, offers[0].EquivalenceKey!, [id], new Told(diagnostics), cancellation);
        return await ApplyAsync((await provider.GetFixAllProvider()!.GetFixAsync(all))!, document, cancellation);
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

    /// <summary>Tells of the first document what was found in it.</summary>
    private sealed class Told(IReadOnlyList<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
