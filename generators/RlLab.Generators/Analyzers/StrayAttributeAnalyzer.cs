using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Parsing;

namespace RlLab.Generators.Analyzers;

/// <summary>Finds sweep attributes that the generator never reads, because their class is no experiment, nor a base of one.</summary>
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
        context.RegisterCompilationStartAction(static start =>
        {
            // Looked for only where a class has attributes and is no experiment.
            var bases = new Lazy<ISet<ISymbol>>(() => BasesOfExperiments(start.Compilation.Assembly));
            start.RegisterSymbolAction(context => Analyze(context, bases), SymbolKind.NamedType);
        });
    }

    /// <summary>Reports the first stray attribute of a class: the others have the same cause.</summary>
    private static void Analyze(SymbolAnalysisContext context, Lazy<ISet<ISymbol>> bases)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.FindAttribute(KnownTypes.Experiment) is not null)
        {
            return;
        }

        if (type.FindAttribute(KnownTypes.Sweep) is { } sweep)
        {
            Report(context, sweep, type, "move [Sweep] to the class that has it");
        }
        else if (SweptProperty(type) is { } property && !IsBase(type, bases))
        {
            Report(context, Hyperparameter.OwnDomains(property)[0], property, $"make '{type.Name}' abstract if experiments derive from it");
        }
    }

    private static IPropertySymbol? SweptProperty(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property => Hyperparameter.OwnDomains(property).Count > 0);

    /// <summary>An abstract class may have its experiments in another assembly.</summary>
    private static bool IsBase(INamedTypeSymbol type, Lazy<ISet<ISymbol>> bases) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: true, IsStatic: false } || bases.Value.Contains(type);

    private static void Report(SymbolAnalysisContext context, AttributeData attribute, ISymbol on, string wayOut) =>
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.StrayAttribute, attribute.Locate(context.CancellationToken),
            attribute.ShortName(), on.Name, context.Symbol.Name, wayOut));

    private static ISet<ISymbol> BasesOfExperiments(IAssemblySymbol assembly)
    {
        var bases = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var type in TypesOf(assembly.GlobalNamespace).Where(type => type.FindAttribute(KnownTypes.Experiment) is not null))
        {
            for (var around = type.BaseType; around is not null; around = around.BaseType)
            {
                bases.Add(around.OriginalDefinition);
            }
        }

        return bases;
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol container) => container.GetMembers()
        .OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol type ? TypesOf(type).Prepend(type) : TypesOf(member));
}
