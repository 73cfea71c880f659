using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Analyzers;

/// <summary>The types whose code trains: experiments, and what takes a run.</summary>
internal sealed class TrainingTypes
{
    private readonly INamedTypeSymbol _experiment;
    private readonly ConcurrentDictionary<ISymbol, bool> _known = new(SymbolEqualityComparer.Default);

    private TrainingTypes(INamedTypeSymbol experiment, INamedTypeSymbol run) => (_experiment, Run) = (experiment, run);

    /// <summary><c>IRun</c>.</summary>
    public INamedTypeSymbol Run { get; }

    /// <summary>Those of a compilation; null where it does not use RlLab.</summary>
    public static TrainingTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName(KnownTypes.Interface) is { } experiment && compilation.GetTypeByMetadataName(KnownTypes.Run) is { } run
            ? new TrainingTypes(experiment, run)
            : null;

    /// <summary>Whether a symbol's code trains: its type, or one around that, is an experiment or has a method that takes a run.</summary>
    public bool Contain(ISymbol symbol)
    {
        for (var type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (_known.GetOrAdd(type, key => Trains((INamedTypeSymbol)key)))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsRun(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, Run);

    private bool Trains(INamedTypeSymbol type) =>
        type.AllInterfaces.Contains(_experiment, SymbolEqualityComparer.Default)
        || type.GetMembers().OfType<IMethodSymbol>().Any(method => method.Parameters.Any(parameter => IsRun(parameter.Type)));
}
