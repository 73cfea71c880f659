using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>What a sweep needs of the hyperparameters.</summary>
internal static class SweepRules
{
    private static readonly Regex Name = new(@"^[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant);

    /// <summary>A command must be able to tell a class's sweeps apart.</summary>
    public static void CheckNames(
        IEnumerable<(SweepModel Sweep, AttributeData Attribute)> sweeps, DiagnosticSink sink, CancellationToken cancellation)
    {
        var names = new HashSet<string>();
        foreach (var (sweep, attribute) in sweeps)
        {
            var isNamed = attribute.ConstructorArguments.Length > 1;
            if ((isNamed && !Name.IsMatch(sweep.Name)) || sweep.Name.Length > 100)
            {
                sink.Report(
                    DiagnosticDescriptors.BadSweepName, attribute.LocateArgument("name", 0, cancellation),
                    $"'{sweep.Name}' cannot name a sweep: use lower-case words of letters and digits, joined by single hyphens, at most 100 "
                    + "characters");
            }
            else if (!names.Add(sweep.Name))
            {
                sink.Report(
                    DiagnosticDescriptors.BadSweepName, attribute.LocateArgument("name", 0, cancellation),
                    isNamed
                        ? $"Another sweep of the class is called '{sweep.Name}': rename one"
                        : "Another sweep of the class has no name: name this one, '[Sweep(\"coarse\", ...)]'");
            }
        }
    }

    public static void Check(
        INamedTypeSymbol type,
        SweepModel sweep,
        AttributeData attribute,
        IReadOnlyList<FoundParameter> parameters,
        DiagnosticSink sink,
        CancellationToken cancellation)
    {
        if (sweep.IsGrid)
        {
            CheckCountable(parameters, sink, cancellation);
        }
        else if (!sink.HasErrors && parameters.All(parameter => parameter.Domain is null))
        {
            // A class that is not finished says so already.
            sink.Report(DiagnosticDescriptors.NothingSwept, attribute.Locate(cancellation), type.Name);
        }
    }

    /// <summary>A grid needs every swept hyperparameter to have countable values.</summary>
    private static void CheckCountable(IEnumerable<FoundParameter> parameters, DiagnosticSink sink, CancellationToken cancellation)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Model.Domain is { IsContinuous: true } domain)
            {
                sink.Report(
                    DiagnosticDescriptors.GridOverContinuous, parameter.Domain!.Locate(cancellation),
                    parameter.Model.Name, domain is LogUniformModel ? "Points or a Step" : "a Step");
            }
        }
    }
}
