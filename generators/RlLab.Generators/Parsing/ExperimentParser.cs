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
        var sink = new DiagnosticSink();

        var name = ExperimentNameParser.Parse(type, context.Attributes[0], sink);
        ExperimentClassRules.Check(type, declaration, sink);
        var parameters = ParseParameters(type, context.SemanticModel.Compilation, sink, out var complete, cancellation);
        var sweepAttribute = type.FindAttribute(KnownTypes.Sweep);
        var sweep = sweepAttribute is null ? null : SweepParser.Parse(type, sweepAttribute, sink, cancellation);
        GridRule.Check(type, parameters, sweep, sink, cancellation);

        var model = name is null || !complete || (sweep is null) != (sweepAttribute is null) || sink.HasErrors
            ? null
            : new ExperimentModel(
                name.Name,
                DocumentationReader.Summary(type, cancellation),
                context.Attributes[0].NamedArgument("PrefersGpu") is { Value: true },
                type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(DisplayFormats.Namespace),
                TypeDeclarations.Of(declaration),
                type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                parameters.ToEquatableArray(),
                sweep);
        return new ExperimentCandidate(name, model, sink.ToEquatableArray());
    }

    /// <param name="type">The experiment.</param>
    /// <param name="compilation">What it is compiled in.</param>
    /// <param name="sink">Receives what is wrong.</param>
    /// <param name="complete">Whether every hyperparameter could be read; where not, the sink or the compiler says why.</param>
    /// <param name="cancellation">Stops the reading.</param>
    private static List<ParameterModel> ParseParameters(
        INamedTypeSymbol type, Compilation compilation, DiagnosticSink sink, out bool complete, CancellationToken cancellation)
    {
        complete = true;
        var parameters = new List<ParameterModel>();
        foreach (var property in type.GetMembers().OfType<IPropertySymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!PropertyRules.IsHyperparameter(property, sink))
            {
                continue;
            }

            if (ParameterParser.Parse(property, compilation, sink, cancellation) is { } parameter)
            {
                parameters.Add(parameter);
            }
            else
            {
                complete = false;
            }
        }

        return parameters;
    }
}
