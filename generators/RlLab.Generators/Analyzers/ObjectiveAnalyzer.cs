using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Parsing;

namespace RlLab.Generators.Analyzers;

/// <summary>Finds objectives that no code of an experiment logs, where all that it logs can be read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ObjectiveAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.UnloggedObjective];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (TrainingTypes.Of(start.Compilation) is not { } training)
            {
                return;
            }

            start.RegisterSymbolStartAction(
                context =>
                {
                    var type = (INamedTypeSymbol)context.Symbol;
                    var sweeps = type.GetAttributes().Where(attribute => attribute.FullName() == KnownTypes.Sweep).ToList();
                    if (sweeps.Count > 0 && !TakesRun(type.BaseType, training))
                    {
                        var logs = new Logs(type, training);
                        context.RegisterOperationAction(
                            logs.Read, OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.MethodReference,
                                OperationKind.Conversion);
                        context.RegisterSymbolEndAction(end => logs.Report(end, sweeps));
                    }
                },
                SymbolKind.NamedType);
        });
    }

    /// <summary>Whether a base class could log by itself.</summary>
    private static bool TakesRun(INamedTypeSymbol? type, TrainingTypes training)
    {
        for (; type is not null && type.SpecialType != SpecialType.System_Object; type = type.BaseType)
        {
            if (type.GetMembers().Any(member => member is IMethodSymbol method && method.Parameters.Any(parameter => training.IsRun(parameter.Type))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What one experiment logs.</summary>
    private sealed class Logs(INamedTypeSymbol experiment, TrainingTypes training)
    {
        private readonly ConcurrentDictionary<string, bool> _names = new();
        private volatile bool _isUnknown;

        public void Read(OperationAnalysisContext context)
        {
            switch (context.Operation)
            {
                case IInvocationOperation call when MetricCalls.IsLogging(call, training):
                    AddNames(call);
                    break;
                case IInvocationOperation { TargetMethod: var method } call when call.Arguments.Any(IsRun):
                    AddCallee(method.ReducedFrom ?? method);
                    break;
                case IObjectCreationOperation { Constructor: { } constructor } creation when creation.Arguments.Any(IsRun):
                    AddCallee(constructor);
                    break;
                case IMethodReferenceOperation { Method: { Name: "LogMetric" or "LogMetrics" } method } when training.IsRun(method.ContainingType):
                case IConversionOperation { Operand.Type: { } from, Type: { } to } when training.IsRun(from) && !training.IsRun(to):
                    _isUnknown = true;
                    break;
            }
        }

        public void Report(SymbolAnalysisContext context, IEnumerable<AttributeData> sweeps)
        {
            // A class that logs nothing at all is not finished.
            if (_isUnknown || _names.IsEmpty)
            {
                return;
            }

            foreach (var sweep in sweeps)
            {
                if (sweep.NamedArgument("Objective")?.Value is string objective && !_names.ContainsKey(objective))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        DiagnosticDescriptors.UnloggedObjective, sweep.LocateNamed("Objective", context.CancellationToken),
                        experiment.Name, objective, string.Join(", ", _names.Keys.OrderBy(name => name, StringComparer.Ordinal))));
                }
            }
        }

        private bool IsRun(IArgumentOperation argument) =>
            training.IsRun(argument.Value is IConversionOperation conversion ? conversion.Operand.Type : argument.Value.Type);

        private void AddNames(IInvocationOperation call)
        {
            var names = MetricCalls.Names(call, out var isComplete);
            _isUnknown |= !isComplete;
            foreach (var name in names)
            {
                if (name.ConstantValue is { HasValue: true, Value: string known })
                {
                    _names[known] = true;
                }
                else
                {
                    _isUnknown = true;
                }
            }
        }

        /// <summary>Adds what somebody logs who is given the run; the experiment's own methods are read anyway.</summary>
        private void AddCallee(IMethodSymbol method)
        {
            var type = method.ContainingType;
            if (SymbolEqualityComparer.Default.Equals(type, experiment) || training.IsRun(type) || IsSilent(method))
            {
                return;
            }

            if (type.OriginalDefinition.FindAttribute(KnownTypes.Logs) is not { } logs || !logs.IsWellFormed())
            {
                _isUnknown = true;
                return;
            }

            foreach (var name in logs.ConstructorArguments[0].Values.Select(value => value.Value).OfType<string>())
            {
                _names[name] = true;
            }
        }

        /// <summary>RlLab's own extensions of a run log no metrics.</summary>
        private bool IsSilent(IMethodSymbol method) =>
            method.IsExtensionMethod && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, training.Run.ContainingAssembly);
    }
}
