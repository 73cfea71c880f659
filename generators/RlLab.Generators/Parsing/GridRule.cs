using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>A grid needs every swept hyperparameter to have countable values.</summary>
internal static class GridRule
{
    public static void Check(
        INamedTypeSymbol type, IEnumerable<ParameterModel> parameters, SweepModel? sweep, DiagnosticSink sink, CancellationToken cancellation)
    {
        if (sweep is not { IsGrid: true })
        {
            return;
        }

        foreach (var parameter in parameters.Where(p => p.Domain is { IsContinuous: true }))
        {
            var attribute = type.GetMembers(parameter.Name).SelectMany(m => m.GetAttributes()).First(a => KnownTypes.IsDomain(a.FullName()));
            sink.Report(
                DiagnosticDescriptors.GridOverContinuous, attribute.Locate(cancellation),
                parameter.Name, parameter.Domain is LogUniformModel ? "Points" : "a Step");
        }
    }
}
