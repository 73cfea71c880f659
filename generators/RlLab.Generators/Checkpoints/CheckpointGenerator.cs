using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Checkpoints;

/// <summary>Writes for each class with <c>[Checkpointed]</c> how its state is saved and restored.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class CheckpointGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownTypes.Checkpointed,
                static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
                CheckpointParser.Parse)
            .WithTrackingName(TrackingNames.Checkpointed);

        var models = classes
            .Select(static (read, _) => read.Value)
            .Collect()
            .SelectMany(static (models, _) => WithNamesOfTheirOwn(models))
            .WithTrackingName(TrackingNames.Checkpoints);

        context.ReportDiagnostics(classes.SelectMany(static (read, _) => read.Diagnostics));
        context.RegisterSourceOutput(models, CheckpointEmitter.Emit);
    }

    /// <summary>Names of files ignore case, and those of classes do not: of those that are alike the second has a number, and so on.</summary>
    private static IEnumerable<CheckpointModel> WithNamesOfTheirOwn(IEnumerable<CheckpointModel> models) => models
        .GroupBy(model => model.FileName, StringComparer.OrdinalIgnoreCase)
        .SelectMany(alike => alike.Select((model, i) => i == 0 ? model : model with { FileName = $"{i + 1}.{model.FileName}" }));
}
