using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Analyzers;

/// <summary>Finds metrics that get a name of their own at each step, and so have one point each.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MetricNameAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.MetricPerStep];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (TrainingTypes.Of(start.Compilation) is { } training)
            {
                start.RegisterOperationAction(context => Analyze(context, training), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, TrainingTypes training)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!MetricCalls.IsLogging(call, training) || MetricCalls.Step(call) is not { } step)
        {
            return;
        }

        // A name for each arm or layer is fine: there the step is another variable.
        var steps = Locals(step);
        foreach (var name in MetricCalls.Names(call, out _).Where(name => name.ConstantValue is not { HasValue: true }))
        {
            var shared = Locals(name).Where(local => steps.Contains(local, SymbolEqualityComparer.Default));
            if (shared.FirstOrDefault(local => IsLoopVariable(local, call)) is { } variable)
            {
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.MetricPerStep, name.Syntax.GetLocation(), variable.Name));
            }
        }
    }

    private static IReadOnlyList<ILocalSymbol> Locals(IOperation operation) =>
        [.. operation.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Select(reference => reference.Local)];

    private static bool IsLoopVariable(ILocalSymbol local, IOperation within)
    {
        for (var around = within.Parent; around is not null; around = around.Parent)
        {
            if (around is ILoopOperation loop && loop.Locals.Contains(local, SymbolEqualityComparer.Default))
            {
                return true;
            }
        }

        return false;
    }
}
