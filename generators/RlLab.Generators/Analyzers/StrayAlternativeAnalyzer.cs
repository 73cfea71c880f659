using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Parsing;

namespace RlLab.Generators.Analyzers;

/// <summary>Finds records that derive from an experiment's choice and stand outside of it, where the generator does not look for
/// alternatives.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StrayAlternativeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.UnreachableAlternative];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            // Looked for only where a record derives from an abstract one.
            var read = new Lazy<ISet<ISymbol>>(() => ExperimentTypes.Of(start.Compilation.Assembly));
            start.RegisterSymbolAction(context => Analyze(context, read), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, Lazy<ISet<ISymbol>> read)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!RecordTypes.IsRecord(type) || type.IsAbstract)
        {
            return;
        }

        var choices = Bases(type).Where(choice => choice.IsAbstract && read.Value.Contains(choice)).ToList();
        if (choices.Count > 0 && !choices.Contains(type.ContainingType, SymbolEqualityComparer.Default))
        {
            var choice = choices[choices.Count - 1].Name;
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.UnreachableAlternative, type.Locations[0],
                $"'{type.Name}' cannot be chosen as an alternative of '{choice}', because it is declared outside of it: move it into '{choice}'"));
        }
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var around = type.BaseType; around is not null && RecordTypes.IsRecord(around); around = around.BaseType)
        {
            yield return around;
        }
    }
}
