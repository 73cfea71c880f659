using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Diagnostics;

/// <summary>The pipeline's output for diagnostics.</summary>
internal static class DiagnosticOutput
{
    public static void ReportDiagnostics(
        this IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<DiagnosticInfo> diagnostics)
    {
        var placed = diagnostics
            .Collect()
            .Combine(context.CompilationProvider)
            .SelectMany(static (input, _) => Place(input.Left, input.Right))
            .WithTrackingName(TrackingNames.Diagnostics);
        context.RegisterSourceOutput(placed, static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
    }

    private static IEnumerable<PlacedDiagnostic> Place(ImmutableArray<DiagnosticInfo> diagnostics, Compilation compilation)
    {
        if (diagnostics.IsEmpty)
        {
            return [];
        }

        var files = compilation.SyntaxTrees.ToLookup(tree => tree.FilePath);
        return diagnostics.Select(diagnostic => new PlacedDiagnostic(diagnostic, diagnostic.Location?.In(files[diagnostic.Location.Path].First())));
    }
}

/// <summary>A diagnostic, and where it is now.</summary>
internal sealed record PlacedDiagnostic(DiagnosticInfo Diagnostic, FileSpan? Place)
{
    public Diagnostic ToDiagnostic() => Diagnostic.At(Place?.ToLocation());
}
