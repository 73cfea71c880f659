using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Parsing;

namespace RlLab.Generators.Analyzers;

/// <summary>Finds sweep attributes that the generator never reads, because their class has no <c>[Experiment]</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StrayAttributeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.StrayAttribute];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeClass, SymbolKind.NamedType);
        context.RegisterSymbolAction(AnalyzeProperty, SymbolKind.Property);
    }

    private static void AnalyzeClass(SymbolAnalysisContext context)
    {
        if (context.Symbol.FindAttribute(KnownTypes.Sweep) is { } sweep)
        {
            ReportWithoutExperiment(context, sweep, context.Symbol);
        }
    }

    private static void AnalyzeProperty(SymbolAnalysisContext context)
    {
        foreach (var domain in context.Symbol.GetAttributes().Where(a => KnownTypes.IsDomain(a.FullName())))
        {
            ReportWithoutExperiment(context, domain, context.Symbol.ContainingType);
        }
    }

    private static void ReportWithoutExperiment(SymbolAnalysisContext context, AttributeData attribute, ISymbol type)
    {
        if (type.FindAttribute(KnownTypes.Experiment) is null)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.StrayAttribute, attribute.Locate(context.CancellationToken),
                attribute.ShortName(), context.Symbol.Name, type.Name));
        }
    }
}
