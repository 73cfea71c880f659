using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Parsing;

/// <summary>Finds an experiment's hyperparameters: the properties, its own and inherited, that anybody may set when it is made.</summary>
internal static class HyperparameterFinder
{
    /// <returns>In the order of declaration, those of a base class first.</returns>
    public static IReadOnlyList<Hyperparameter> Find(INamedTypeSymbol type, Compilation compilation, DiagnosticSink sink)
    {
        var found = new List<Hyperparameter>();
        foreach (var property in Properties(type))
        {
            var hyperparameter = Hyperparameter.Of(property, compilation);
            if (hyperparameter.IsCompiled ? IsHyperparameterElsewhere(hyperparameter, compilation) : IsHyperparameter(property, sink))
            {
                CheckVisible(type, property, compilation, sink);
                CheckSpelling(property, found, sink);
                found.Add(hyperparameter);
            }
        }

        return found;
    }

    /// <summary>Every property, base class first, an override in the place of what it overrides.</summary>
    private static List<IPropertySymbol> Properties(INamedTypeSymbol type)
    {
        var classes = new Stack<INamedTypeSymbol>();
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            classes.Push(declaring);
        }

        var properties = new List<IPropertySymbol>();
        foreach (var property in classes.SelectMany(declaring => declaring.GetMembers().OfType<IPropertySymbol>()))
        {
            var overridden = properties.FindIndex(p => SymbolEqualityComparer.Default.Equals(p, property.OverriddenProperty));
            if (overridden < 0)
            {
                properties.Add(property);
            }
            else
            {
                properties[overridden] = property;
            }
        }

        return properties;
    }

    /// <summary>Whether a property is a hyperparameter; one that is none must not be swept.</summary>
    private static bool IsHyperparameter(IPropertySymbol property, DiagnosticSink sink)
    {
        if (property.IsImplicitlyDeclared)
        {
            return false;
        }

        if (WhyNotSettable(property) is not { } reason)
        {
            return true;
        }

        if (Hyperparameter.OwnDomains(property).Count > 0)
        {
            sink.Report(DiagnosticDescriptors.NotSettable, property.Locations.FirstOrDefault(), property.Name, reason);
        }

        return false;
    }

    /// <summary>
    /// Whether a property of a compiled base class is one: nobody here can change it, so that what cannot be one is left alone, as is a class
    /// that knows nothing of RlLab.
    /// </summary>
    private static bool IsHyperparameterElsewhere(Hyperparameter hyperparameter, Compilation compilation) =>
        WhyNotSettable(hyperparameter.Property) is null
        && (ParameterTypes.Classify(hyperparameter.Property.Type) is not null || hyperparameter.Domains.Count > 0
            || RecordTypes.IsRecord(hyperparameter.Property.Type))
        && KnownTypes.IsUsedBy(hyperparameter.Property.ContainingAssembly, compilation);

    /// <summary>Why a property cannot be set when the experiment is made; null if it can.</summary>
    private static string? WhyNotSettable(IPropertySymbol property) => property switch
    {
        { IsStatic: true } => "it is static",
        { IsIndexer: true } => "it is an indexer",
        { DeclaredAccessibility: not Accessibility.Public } => "it is not public",
        { SetMethod: null } => "it has no 'init'",
        { SetMethod.DeclaredAccessibility: not Accessibility.Public } => "its setter is not public",
        { GetMethod: null } => "it has no 'get'",
        _ => null,
    };

    /// <summary>A hyperparameter that another member hides would keep its default for ever.</summary>
    private static void CheckVisible(INamedTypeSymbol type, IPropertySymbol property, Compilation compilation, DiagnosticSink sink)
    {
        for (var derived = type; !SymbolEqualityComparer.Default.Equals(derived, property.ContainingType); derived = derived.BaseType!)
        {
            foreach (var hiding in derived.GetMembers(property.Name).Where(member => compilation.IsSymbolAccessibleWithin(member, type)))
            {
                sink.Report(
                    DiagnosticDescriptors.HiddenHyperparameter, hiding.Locations.FirstOrDefault(), property.Name, property.ContainingType.Short());
            }
        }
    }

    /// <summary>Names are typed on a command line, and stored where letters' case may not count.</summary>
    private static void CheckSpelling(IPropertySymbol property, IEnumerable<Hyperparameter> earlier, DiagnosticSink sink)
    {
        var twin = earlier.FirstOrDefault(other => property.Name != other.Property.Name
            && property.Name.Equals(other.Property.Name, StringComparison.OrdinalIgnoreCase));
        if (twin is not null)
        {
            sink.Report(DiagnosticDescriptors.CaseTwins, property.Locations.FirstOrDefault(), property.Name, twin.Property.Name);
        }
    }
}
