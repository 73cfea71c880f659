using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Parsing;

namespace RlLab.Generators.Analyzers;

/// <summary>Finds sweep attributes that the generator never reads, because their class is no experiment, nor a base or a record of one.</summary>
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
            var read = new Lazy<ISet<ISymbol>>(() => ExperimentTypes.Of(start.Compilation.Assembly));
            start.RegisterSymbolAction(context => Analyze(context, read), SymbolKind.NamedType);
        });
    }

    /// <summary>Reports the first stray attribute of a class: the others have the same cause.</summary>
    private static void Analyze(SymbolAnalysisContext context, Lazy<ISet<ISymbol>> read)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.FindAttribute(KnownTypes.Experiment) is not null)
        {
            return;
        }

        if ((type.FindAttribute(KnownTypes.Sweep) ?? type.FindAttribute(KnownTypes.Budget)) is { } own)
        {
            Report(context, own, type, $"move [{own.ShortName()}] to the class that has it");
        }
        else if (type.FindAttribute(KnownTypes.Constraint) is { } constraint && !IsRead(type, read))
        {
            Report(context, constraint, type, "move [Constraint] to the class that has it");
        }
        else if (SweptProperty(type) is { } property && !IsRead(type, read))
        {
            Report(context, Hyperparameter.OwnDomains(property)[0], property,
                type.IsRecord
                    ? $"let a property of an experiment hold a '{type.Name}'"
                    : $"make '{type.Name}' abstract if experiments derive from it");
        }
    }

    private static IPropertySymbol? SweptProperty(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property => Hyperparameter.OwnDomains(property).Count > 0);

    /// <summary>An abstract class, and a public record, may have its experiments in another assembly.</summary>
    private static bool IsRead(INamedTypeSymbol type, Lazy<ISet<ISymbol>> read) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: true, IsStatic: false } || (type.IsRecord && IsPublic(type)) || read.Value.Contains(type);

    private static bool IsPublic(INamedTypeSymbol type) =>
        type.DeclaredAccessibility == Accessibility.Public && (type.ContainingType is not { } around || IsPublic(around));

    private static void Report(SymbolAnalysisContext context, AttributeData attribute, ISymbol on, string wayOut) =>
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.StrayAttribute, attribute.Locate(context.CancellationToken),
            attribute.ShortName(), on.Name, context.Symbol.Name, wayOut));
}
