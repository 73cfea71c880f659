using Microsoft.CodeAnalysis;
using RlLab.Generators.Parsing;

namespace RlLab.Generators.Analyzers;

/// <summary>The types of an assembly whose properties the generator reads.</summary>
internal static class ExperimentTypes
{
    /// <summary>The experiments, the classes that they derive from, and the records that they hold.</summary>
    public static ISet<ISymbol> Of(IAssemblySymbol assembly)
    {
        var read = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var type in TypesOf(assembly.GlobalNamespace).Where(type => type.FindAttribute(KnownTypes.Experiment) is not null))
        {
            Add(type);
        }

        return read;

        void Add(INamedTypeSymbol type)
        {
            for (var declaring = type; declaring is not null && read.Add(declaring.OriginalDefinition); declaring = declaring.BaseType)
            {
                foreach (var record in declaring.GetMembers().OfType<IPropertySymbol>().Select(p => p.Type).Where(RecordTypes.IsRecord))
                {
                    Add((INamedTypeSymbol)record);
                    RecordTypes.Nested((INamedTypeSymbol)record).ToList().ForEach(Add);
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol container) => container.GetMembers()
        .OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol type ? TypesOf(type).Prepend(type) : TypesOf(member));
}
