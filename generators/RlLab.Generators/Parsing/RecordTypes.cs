using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Parsing;

/// <summary>Records that hold hyperparameters: groups of them, and choices between several.</summary>
internal static class RecordTypes
{
    public static bool IsRecord(ITypeSymbol type) => type is INamedTypeSymbol { IsRecord: true, TypeKind: TypeKind.Class };

    /// <summary>The records within an abstract one that derive from it, whether they can be chosen or not; not those that are abstract too.</summary>
    public static IEnumerable<INamedTypeSymbol> Nested(INamedTypeSymbol choice) =>
        choice.GetTypeMembers().Where(nested => IsRecord(nested) && !nested.IsAbstract && Derives(nested, choice));

    /// <summary>Why a record cannot be chosen as an alternative; null if it can.</summary>
    public static string? WhyNoAlternative(INamedTypeSymbol record, INamedTypeSymbol experiment, Compilation compilation) => record switch
    {
        { IsSealed: false } => "it is not sealed",
        { TypeParameters.Length: > 0 } => "it is generic",
        { IsFileLocal: true } => "it is file-local",
        _ when !compilation.IsSymbolAccessibleWithin(record, experiment) => $"'{experiment.Name}' cannot reach it",
        _ => null,
    };

    public static bool Derives(INamedTypeSymbol type, INamedTypeSymbol from)
    {
        for (var around = type.BaseType; around is not null; around = around.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(around, from))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The constructor that a record is made with: the one that must be given the fewest arguments, each a property of the record.</summary>
    public static IMethodSymbol? Constructor(
        INamedTypeSymbol record, INamedTypeSymbol experiment, IReadOnlyList<Hyperparameter> hyperparameters, Compilation compilation) =>
        record.InstanceConstructors
            .Where(constructor => !IsCopy(constructor) && compilation.IsSymbolAccessibleWithin(constructor, experiment))
            .Where(constructor => Needed(constructor).All(argument => hyperparameters.Any(h => h.Property.Name == argument.Name)))
            .OrderBy(constructor => Needed(constructor).Count())
            .FirstOrDefault();

    /// <summary>The arguments that a constructor must be given.</summary>
    public static IEnumerable<IParameterSymbol> Needed(IMethodSymbol constructor) =>
        constructor.Parameters.Where(parameter => !parameter.IsOptional && !parameter.IsParams);

    private static bool IsCopy(IMethodSymbol constructor) =>
        constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);
}
