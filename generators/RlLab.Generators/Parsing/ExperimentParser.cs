using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Reads a class with <c>[Experiment]</c>.</summary>
internal static class ExperimentParser
{
    /// <param name="type">The class.</param>
    /// <param name="declaration">The part of it that has the attribute.</param>
    /// <param name="experimentAttribute">The attribute.</param>
    /// <param name="compilation">What the class is compiled in.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static ExperimentCandidate Parse(
        INamedTypeSymbol type,
        TypeDeclarationSyntax declaration,
        AttributeData experimentAttribute,
        Compilation compilation,
        CancellationToken cancellation)
    {
        var sink = new DiagnosticSink(compilation, declaration.Identifier.GetLocation());

        var name = ExperimentNameParser.Parse(type, experimentAttribute, sink);
        var hyperparameters = HyperparameterFinder.Find(type, compilation, sink);
        ExperimentClassRules.Check(type, declaration, hyperparameters, sink);
        var parser = new MemberParser(type, compilation, sink, cancellation);
        var members = parser.Parse(hyperparameters);
        var constraints = ConstraintParser.Parse(type, hyperparameters, compilation, sink, cancellation);
        var attributes = type.GetAttributes().Where(attribute => attribute.FullName() == KnownTypes.Sweep).ToList();
        var sweeps = attributes
            .Select(attribute => (Sweep: SweepParser.Parse(attribute, sink, cancellation)!, Attribute: attribute))
            .Where(sweep => sweep.Sweep is not null)
            .OrderBy(sweep => sweep.Sweep.Name.Length > 0)
            .ToList();
        SweepRules.CheckNames(sweeps, sink, cancellation);
        foreach (var (sweep, attribute) in sweeps)
        {
            SweepRules.Check(type, sweep, attribute, parser.Found, sink, cancellation);
        }

        var budget = BudgetParser.Parse(type, sweeps.Count > 0, sink, cancellation);
        var model = name is null || members.Contains(null) || sweeps.Count != attributes.Count || sink.HasErrors
            ? null
            : new ExperimentModel(
                name.Name,
                Path.GetDirectoryName(declaration.SyntaxTree.FilePath) ?? "",
                DocumentationReader.Summary(type, cancellation),
                experimentAttribute.NamedArgument("PrefersGpu") is { Value: true },
                type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(DisplayFormats.Namespace),
                TypeDeclarations.Of(declaration),
                type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                members.OfType<MemberModel>().ToEquatableArray(),
                constraints,
                sweeps.Select(sweep => sweep.Sweep).ToEquatableArray(),
                budget);
        return new ExperimentCandidate(
            name,
            model,
            model is null ? default : sweeps.Select(sweep => Size(model, sweep.Sweep, sweep.Attribute)).ToEquatableArray(),
            sink.ToEquatableArray());

        SweepSize Size(ExperimentModel experiment, SweepModel sweep, AttributeData attribute)
        {
            var settings = SpaceSize.Of(experiment.Members, sweep.IsGrid);
            var trials = sweep.IsGrid ? settings : Math.Min(settings, sweep.Trials);
            return new SweepSize(
                experiment.Name,
                sweep.Name.Length > 0 ? $"{experiment.Name}/{sweep.Name}" : experiment.Name,
                trials,
                sweep.Seeds,
                sweep.TestRuns(trials),
                IsAtMost: experiment.Constraints.Count > 0 && (sweep.IsGrid || settings <= sweep.Trials),
                LocationInfo.From(attribute.Locate(cancellation)),
                budget);
        }
    }
}
