using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Analyzers;

/// <summary>Finds tensors that a loop of training makes and nothing disposes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TensorLoopAnalyzer : DiagnosticAnalyzer
{
    private const string Tensor = "TorchSharp.torch+Tensor";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.UndisposedTensor];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (TrainingTypes.Of(start.Compilation) is { } training && start.Compilation.GetTypeByMetadataName(Tensor) is { } tensor)
            {
                start.RegisterOperationAction(context => Analyze(context, training, tensor), OperationKind.VariableDeclarator);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, TrainingTypes training, INamedTypeSymbol tensor)
    {
        var declared = (IVariableDeclaratorOperation)context.Operation;
        if (SymbolEqualityComparer.Default.Equals(declared.Symbol.Type, tensor)
            && (declared.Initializer ?? (declared.Parent as IVariableDeclarationOperation)?.Initializer)?.Value is { } value
            && IsMade(value)
            && LoopAround(declared) is { } loop
            && !IsUsed(declared.Symbol, loop)
            && training.Contain(context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.UndisposedTensor, value.Syntax.GetLocation(), declared.Symbol.Name));
        }
    }

    /// <summary>Whether a value is a new tensor, not one that somebody else holds.</summary>
    private static bool IsMade(IOperation value) => value switch
    {
        IConversionOperation conversion => IsMade(conversion.Operand),
        IInvocationOperation or IBinaryOperation or IUnaryOperation or IObjectCreationOperation => true,
        _ => false,
    };

    /// <summary>The loop that makes a variable each time; null for none, or where a scope or a <c>using</c> around it disposes what is
    /// made.</summary>
    private static ILoopOperation? LoopAround(IOperation operation)
    {
        ILoopOperation? loop = null;
        for (var (inner, outer) = (operation, operation.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            switch (outer)
            {
                case IUsingDeclarationOperation or IAnonymousFunctionOperation or ILocalFunctionOperation when loop is null:
                case IUsingOperation scope when scope.Resources == inner || IsScope(scope.Resources.Type) || Declares(scope.Resources):
                case IBlockOperation block when block.Operations.TakeWhile(other => other != inner).OfType<IUsingDeclarationOperation>()
                    .Any(declaration => Declares(declaration.DeclarationGroup)):
                    return null;
                case ILoopOperation around when around.Body == inner:
                    loop ??= around;
                    break;
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return loop;
            }
        }

        return loop;
    }

    private static bool Declares(IOperation resources) =>
        resources is IVariableDeclarationGroupOperation group && group.GetDeclaredVariables().Any(variable => IsScope(variable.Type));

    private static bool IsScope(ITypeSymbol? type) => type?.Name == "DisposeScope";

    /// <summary>Whether anything is done with a variable but reading from its tensor: it may then be disposed, kept or handed on.</summary>
    private static bool IsUsed(ILocalSymbol local, ILoopOperation loop) => loop.Body.Descendants().OfType<ILocalReferenceOperation>()
        .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
        .Any(reference => reference.Parent switch
        {
            IInvocationOperation { TargetMethod: var method } call when call.Instance == reference =>
                method.Name is "Dispose" or "DetachFromDisposeScope" or "MoveToOuterDisposeScope" or "MoveToOtherDisposeScope" or "DisposeWith"
                || method.Name.EndsWith("_", StringComparison.Ordinal),
            IPropertyReferenceOperation or IBinaryOperation or IUnaryOperation => false,

            // Torch's own functions read their arguments; whoever else is given it may keep it.
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingAssembly.Name: "TorchSharp" } } => false,
            _ => true,
        });
}
