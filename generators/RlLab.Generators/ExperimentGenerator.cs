using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Emit;
using RlLab.Generators.Models;
using RlLab.Generators.Parsing;

namespace RlLab.Generators;

/// <summary>Writes a descriptor for each class with <c>[Experiment]</c>, and the catalogue of all of them.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ExperimentGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var candidates = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.Experiment,
                static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
                ExperimentParser.Parse)
            .WithTrackingName(TrackingNames.Candidates);

        var catalogue = candidates
            .Collect()
            .Select(UniqueNames.Check)
            .WithTrackingName(TrackingNames.Catalogue);

        var experiments = catalogue
            .SelectMany(static (checkedCatalogue, _) => checkedCatalogue.Value)
            .WithTrackingName(TrackingNames.Experiments);

        var typeNames = catalogue
            .Select(static (checkedCatalogue, _) => checkedCatalogue.Value.Select(e => e.TypeName).ToEquatableArray())
            .WithTrackingName(TrackingNames.TypeNames);

        var hasRlLab = context.CompilationProvider
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName(KnownTypes.Descriptor) is not null)
            .WithTrackingName(TrackingNames.HasRlLab);

        context.ReportDiagnostics(candidates.SelectMany(static (candidate, _) => candidate.Diagnostics));
        context.ReportDiagnostics(catalogue.SelectMany(static (checkedCatalogue, _) => checkedCatalogue.Diagnostics));
        context.RegisterSourceOutput(experiments, ExperimentEmitter.Emit);
        context.RegisterSourceOutput(typeNames.Combine(hasRlLab), CatalogueEmitter.Emit);
    }
}
