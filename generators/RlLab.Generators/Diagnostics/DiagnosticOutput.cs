using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Diagnostics;

/// <summary>The pipeline's output for diagnostics.</summary>
internal static class DiagnosticOutput
{
    public static void ReportDiagnostics(
        this IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<DiagnosticInfo> diagnostics) =>
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
}
