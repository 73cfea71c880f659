using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Analyzers;

/// <summary>Finds an experiment's task that is returned, not awaited, where what it works on is disposed at the return.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EarlyDisposalAnalyzer : DiagnosticAnalyzer
{
    private static readonly HashSet<string> EndedTasks = ["CompletedTask", "FromResult", "FromException", "FromCanceled"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.DisposedBeforeTheEnd];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownTypes.Interface) is { } experiment)
            {
                start.RegisterOperationAction(context => Analyze(context, experiment), OperationKind.Return);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol experiment)
    {
        var returned = (IReturnOperation)context.Operation;
        if (returned is { ReturnedValue: { } value, IsImplicit: false }
            && IsTask(value.Type)
            && !IsEnded(value)
            && context.ContainingSymbol.ContainingType.AllInterfaces.Contains(experiment, SymbolEqualityComparer.Default)
            && DisposedAt(returned) is { } disposed)
        {
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.DisposedBeforeTheEnd, value.Syntax.GetLocation(), disposed));
        }
    }

    /// <summary>In an async method the value of <c>return</c> is no task, unless of a task of a task, whose end nobody awaits either.</summary>
    private static bool IsTask(ITypeSymbol? type) =>
        type is { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } };

    /// <summary>Whether a task has ended when it is returned, as far as is written there.</summary>
    private static bool IsEnded(IOperation value) => value switch
    {
        IConversionOperation conversion => IsEnded(conversion.Operand),
        IConditionalOperation { WhenFalse: { } otherwise } choice => IsEnded(choice.WhenTrue) && IsEnded(otherwise),
        IPropertyReferenceOperation property => IsTask(property.Property.ContainingType) && EndedTasks.Contains(property.Property.Name),
        IInvocationOperation call => IsTask(call.TargetMethod.ContainingType) && EndedTasks.Contains(call.TargetMethod.Name),
        IObjectCreationOperation or IDefaultValueOperation or ILiteralOperation or IThrowOperation => true,
        _ => false,
    };

    /// <summary>What is done at a <c>return</c> on the way out of its function; null for nothing.</summary>
    private static string? DisposedAt(IOperation returned)
    {
        for (var (inner, outer) = (returned, returned.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            switch (outer)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return null;
                case IUsingOperation scope when scope.Body == inner:
                    return Name(scope.Locals);
                case ITryOperation { Finally: { } ending } when ending != inner:
                    return "what 'finally' ends";
                case IBlockOperation block when Declared(block, inner) is { } declaration:
                    return Name(declaration.DeclarationGroup.GetDeclaredVariables());
            }
        }

        return null;
    }

    /// <summary>The last <c>using</c> declaration of a block before one of its statements.</summary>
    private static IUsingDeclarationOperation? Declared(IBlockOperation block, IOperation statement) =>
        block.Operations.TakeWhile(other => other != statement).OfType<IUsingDeclarationOperation>().LastOrDefault();

    private static string Name(IEnumerable<ILocalSymbol> locals) => locals.FirstOrDefault() is { } local ? $"'{local.Name}'" : "what 'using' holds";
}
