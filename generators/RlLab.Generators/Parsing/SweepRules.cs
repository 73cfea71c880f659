using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>What a sweep needs of the hyperparameters.</summary>
internal static class SweepRules
{
    public static void Check(
        INamedTypeSymbol type,
        SweepModel sweep,
        AttributeData attribute,
        IReadOnlyList<Hyperparameter> hyperparameters,
        IReadOnlyList<ParameterModel?> parameters,
        DiagnosticSink sink,
        CancellationToken cancellation)
    {
        if (sweep.IsGrid)
        {
            CheckCountable(hyperparameters, parameters, sink, cancellation);
        }
        else if (!sink.HasErrors && hyperparameters.All(h => h.Domains.Count == 0))
        {
            // A class that is not finished says so already.
            sink.Report(DiagnosticDescriptors.NothingSwept, attribute.Locate(cancellation), type.Name);
        }
    }

    /// <summary>A grid needs every swept hyperparameter to have countable values.</summary>
    private static void CheckCountable(
        IReadOnlyList<Hyperparameter> hyperparameters, IReadOnlyList<ParameterModel?> parameters, DiagnosticSink sink, CancellationToken cancellation)
    {
        foreach (var (hyperparameter, parameter) in hyperparameters.Zip(parameters, (hyperparameter, parameter) => (hyperparameter, parameter)))
        {
            if (parameter?.Domain is { IsContinuous: true } domain)
            {
                sink.Report(
                    DiagnosticDescriptors.GridOverContinuous, hyperparameter.Domains[0].Locate(cancellation),
                    parameter.Name, domain is LogUniformModel ? "Points" : "a Step");
            }
        }
    }
}
