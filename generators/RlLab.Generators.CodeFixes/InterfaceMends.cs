using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.CodeFixes;

/// <summary>Lets a class with <c>[Experiment]</c> be an <c>IExperiment</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class InterfaceMends : MendProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticDescriptors.NotAnExperiment.Id];

    /// <inheritdoc/>
    protected override IEnumerable<Mend> Find(Problem problem) =>
        problem.Around<TypeDeclarationSyntax>() is { } type
        && problem.Model.Compilation.GetTypeByMetadataName(KnownTypes.Interface) is { } experiment
            ? [new($"Implement '{experiment.Name}'", type, problem.Generator.AddInterfaceType(type, problem.Generator.TypeExpression(experiment)))]
            : [];
}
