using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Reads a class with <c>[Experiment]</c>.</summary>
internal static class ExperimentParser
{
    public static ExperimentCandidate Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        var compilation = context.SemanticModel.Compilation;
        var sink = new DiagnosticSink(compilation, declaration.Identifier.GetLocation());

        var name = ExperimentNameParser.Parse(type, context.Attributes[0], sink);
        var hyperparameters = HyperparameterFinder.Find(type, compilation, sink);
        ExperimentClassRules.Check(type, declaration, hyperparameters, sink);
        var parameters = ParseParameters(hyperparameters, compilation, sink, cancellation);
        var sweepAttribute = type.FindAttribute(KnownTypes.Sweep);
        var sweep = sweepAttribute is null ? null : SweepParser.Parse(sweepAttribute, sink, cancellation);
        if (sweep is not null)
        {
            SweepRules.Check(type, sweep, sweepAttribute!, hyperparameters, parameters, sink, cancellation);
        }

        var model = name is null || parameters.Contains(null) || (sweep is null) != (sweepAttribute is null) || sink.HasErrors
            ? null
            : new ExperimentModel(
                name.Name,
                DocumentationReader.Summary(type, cancellation),
                context.Attributes[0].NamedArgument("PrefersGpu") is { Value: true },
                type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(DisplayFormats.Namespace),
                TypeDeclarations.Of(declaration),
                type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                parameters.OfType<ParameterModel>().ToEquatableArray(),
                sweep);
        return new ExperimentCandidate(name, model, sink.ToEquatableArray());
    }

    /// <returns>In the order of the hyperparameters; null for one that could not be read, of which the sink or the compiler says why.</returns>
    private static IReadOnlyList<ParameterModel?> ParseParameters(
        IReadOnlyList<Hyperparameter> hyperparameters, Compilation compilation, DiagnosticSink sink, CancellationToken cancellation)
    {
        var parameters = new List<ParameterModel?>();
        foreach (var hyperparameter in hyperparameters)
        {
            cancellation.ThrowIfCancellationRequested();
            parameters.Add(ParameterParser.Parse(hyperparameter, compilation, sink, cancellation));
        }

        return parameters;
    }
}
