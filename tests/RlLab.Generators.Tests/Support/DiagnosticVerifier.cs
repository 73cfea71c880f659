using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RlLab.Generators.Analyzers;
using RlLab.Generators.Checkpoints;

namespace RlLab.Generators.Tests.Support;

/// <summary>Holds the diagnostics of marked source against its marks: each mark is reported, and nothing else is.</summary>
public static class DiagnosticVerifier
{
    /// <summary>Every analyzer that there is.</summary>
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(StrayAttributeAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static async Task<IReadOnlyList<Diagnostic>> VerifyAsync(string marked, CancellationToken cancellation)
    {
        var (source, expected) = Markup.Parse(marked);
        var run = GeneratorRun.Of(Compiler.CompileWithTorch(source));
        var analyzed = await run.Compilation
            .WithAnalyzers(Analyzers, Torch.Options)
            .GetAnalyzerDiagnosticsAsync(cancellation);
        var checkpoints = GeneratorRun.Of(Compiler.CompileWithTorch(source), new CheckpointGenerator());
        var reported = run.Result.Diagnostics.Concat(checkpoints.Result.Diagnostics).Concat(analyzed)
            .Where(d => d.Severity > DiagnosticSeverity.Info || expected.Any(e => e.Id == d.Id))
            .ToList();

        reported.Select(
            d => new ExpectedDiagnostic(
                d.Id, d.Location.SourceSpan.Start, source.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)))
            .Should().BeEquivalentTo(expected);
        reported.Where(d => d.Location.GetLineSpan().Path != "File0.cs").Should().BeEmpty();
        return reported;
    }

    /// <summary>What the compiler itself finds wrong with the sources and with what was generated from them.</summary>
    public static ImmutableArray<Diagnostic> CompilerErrors(GeneratorRun run) =>
        [.. run.Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
}
