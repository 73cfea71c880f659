using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Emit;
using RlLab.Generators.Models;
using RlLab.Generators.Outlines;
using RlLab.Generators.Parsing;

namespace RlLab.Generators;

/// <summary>Writes a descriptor for each class with <c>[Experiment]</c>, and the catalogue of all of them.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ExperimentGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Not ForAttributeWithMetadataName, which binds every experiment again at every key: what one says may hang on any file. But on no body.
        var declarations = context.CompilationProvider.WithComparer(DeclarationComparer.Instance);

        var candidates = declarations
            .SelectMany(ExperimentFinder.Read)
            .WithTrackingName(TrackingNames.Candidates);

        var unique = candidates
            .Collect()
            .Select(UniqueNames.Check)
            .WithTrackingName(TrackingNames.Unique);

        var questions = context.AdditionalTextsProvider
            .Where(static file => Path.GetFileName(file.Path) == QuestionReader.ReadmeFile)
            .Collect()
            .Select(QuestionReader.Read)
            .WithTrackingName(TrackingNames.Questions);

        var experiments = unique
            .SelectMany(static (checkedNames, _) => checkedNames.Value)
            .Combine(questions)
            .Select(static (input, _) => input.Left with
            {
                Question = input.Right.LastOrDefault(question => question.Folder == input.Left.Folder)?.Text ?? "",
            })
            .WithTrackingName(TrackingNames.Experiments);

        var rates = context.AdditionalTextsProvider
            .Where(static file => Path.GetFileName(file.Path) == SizeRules.RatesFile)
            .Collect()
            .Select(SizeRules.ReadRates)
            .WithTrackingName(TrackingNames.Rates);

        var sizes = candidates
            .SelectMany(static (candidate, _) => candidate.Sizes)
            .Combine(rates)
            .SelectMany(static (input, _) => SizeRules.Check(input.Left, input.Right).ToEquatableArray())
            .WithTrackingName(TrackingNames.Sizes);

        var libraries = declarations
            .Select(LibraryReader.Read)
            .WithTrackingName(TrackingNames.Libraries);

        var assembly = declarations
            .Select(static (compilation, _) => compilation.AssemblyName ?? "")
            .WithTrackingName(TrackingNames.Assembly);

        var catalogue = experiments
            .Select(static (experiment, _) => new CatalogueEntry(experiment.Name, experiment.TypeName))
            .Collect()
            .Combine(libraries.Combine(assembly))
            .Select(static (input, _) => new CatalogueModel(input.Right.Right, input.Left.ToEquatableArray(), input.Right.Left))
            .WithTrackingName(TrackingNames.Catalogue);

        var sharedNames = candidates
            .Collect()
            .Combine(libraries.Combine(assembly))
            .Select(static (input, _) => UniqueNames.CheckAcrossAssemblies(input.Right.Right, input.Left, input.Right.Left))
            .WithTrackingName(TrackingNames.SharedNames);

        var hasRlLab = declarations
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName(KnownTypes.Descriptor) is not null)
            .WithTrackingName(TrackingNames.HasRlLab);

        // Two experiments may inherit the same mistake: it is told once.
        context.ReportDiagnostics(candidates.Collect().SelectMany(static (all, _) => all.SelectMany(c => c.Diagnostics).Distinct()));
        context.ReportDiagnostics(unique.SelectMany(static (checkedNames, _) => checkedNames.Diagnostics));
        context.ReportDiagnostics(sharedNames.SelectMany(static (diagnostics, _) => diagnostics));
        context.ReportDiagnostics(sizes);
        context.RegisterSourceOutput(experiments, ExperimentEmitter.Emit);
        context.RegisterSourceOutput(catalogue.Combine(hasRlLab), CatalogueEmitter.Emit);
    }
}
