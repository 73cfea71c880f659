using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Reads a <c>[Budget]</c>.</summary>
internal static class BudgetParser
{
    public static BudgetModel? Parse(INamedTypeSymbol type, bool isSwept, DiagnosticSink sink, CancellationToken cancellation)
    {
        if (type.FindAttribute(KnownTypes.Budget) is not { } attribute || !attribute.IsWellFormed())
        {
            return null;
        }

        var runs = attribute.NamedArgument("Runs")?.Value as int?;
        var hours = attribute.NamedArgument("Hours")?.Value as double?;
        if (!isSwept)
        {
            sink.Report(DiagnosticDescriptors.BadBudget, attribute.Locate(cancellation), $"'{type.Name}' has no [Sweep] that could exceed a budget");
        }
        else if (runs is null && hours is null)
        {
            sink.Report(DiagnosticDescriptors.BadBudget, attribute.Locate(cancellation), "This budget limits nothing: say Runs, Hours or both");
        }

        if (runs < 1)
        {
            sink.Report(DiagnosticDescriptors.BadBudget, attribute.LocateNamed("Runs", cancellation), $"Runs must be at least 1, not {runs}");
        }

        if (hours is { } time && !(time > 0 && ConstantConverter.IsFinite(time)))
        {
            sink.Report(
                DiagnosticDescriptors.BadBudget, attribute.LocateNamed("Hours", cancellation),
                $"Hours must be a finite number above 0, not {Literals.Of(time)}");
        }

        return new BudgetModel(runs ?? 0, hours ?? 0, attribute.NamedArgument("IsError") is { Value: true });
    }
}
