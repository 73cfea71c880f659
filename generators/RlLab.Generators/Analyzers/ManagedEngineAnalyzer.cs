using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Analyzers;

/// <summary>Finds what is used of TorchSharp and missing from the managed engine.</summary>
/// <remarks>
/// Engines.targets hands over the list of what that engine has, as an additional file with the metadata <c>TorchSurface</c>; a project that gives no
/// such list is not looked at.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ManagedEngineAnalyzer : DiagnosticAnalyzer
{
    private const string Assembly = "TorchSharp";
    private const string ListMetadata = "build_metadata.AdditionalFiles.TorchSurface";

    private static readonly SourceTextValueProvider<HashSet<string>> Lists = new(ReadList);

    private static readonly SymbolDisplayFormat Display = SymbolDisplayFormat.CSharpShortErrorMessageFormat
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.NotInManagedEngine];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var file = start.Options.AdditionalFiles.FirstOrDefault(file =>
                start.Options.AnalyzerConfigOptionsProvider.GetOptions(file).TryGetValue(ListMetadata, out var engine) && engine == "managed");
            if (file?.GetText(start.CancellationToken) is { } text && start.TryGetValue(text, Lists, out var list))
            {
                new Uses(list).Register(start);
            }
        });
    }

    private static HashSet<string> ReadList(SourceText text) => new(text.Lines.Select(line => line.ToString()), StringComparer.Ordinal);

    /// <summary>The uses of one compilation.</summary>
    private sealed class Uses(HashSet<string> list)
    {
        private readonly ConcurrentDictionary<ISymbol, bool> _missing = new(SymbolEqualityComparer.Default);

        public void Register(CompilationStartAnalysisContext start)
        {
            start.RegisterOperationAction(
                Member,
                OperationKind.Invocation, OperationKind.MethodReference, OperationKind.ObjectCreation, OperationKind.PropertyReference,
                OperationKind.FieldReference, OperationKind.EventReference, OperationKind.Conversion, OperationKind.Binary, OperationKind.Unary,
                OperationKind.CompoundAssignment, OperationKind.Increment, OperationKind.Decrement);
            start.RegisterSyntaxNodeAction(Type, SyntaxKind.IdentifierName, SyntaxKind.GenericName);
            start.RegisterSymbolAction(Override, SymbolKind.Method, SymbolKind.Property);
        }

        private void Member(OperationAnalysisContext context)
        {
            ISymbol? symbol = context.Operation switch
            {
                IInvocationOperation call => call.TargetMethod.ReducedFrom ?? call.TargetMethod,
                IMethodReferenceOperation group => group.Method.ReducedFrom ?? group.Method,
                IObjectCreationOperation creation => creation.Constructor,
                IMemberReferenceOperation member => member.Member,
                IConversionOperation conversion => conversion.OperatorMethod,
                IBinaryOperation binary => binary.OperatorMethod,
                IUnaryOperation unary => unary.OperatorMethod,
                ICompoundAssignmentOperation assignment => assignment.OperatorMethod,
                IIncrementOrDecrementOperation step => step.OperatorMethod,
                _ => null,
            };
            if (symbol is not null && IsMissing(Declared(symbol)))
            {
                Report(context.ReportDiagnostic, symbol, Place(context.Operation.Syntax));
            }
        }

        private void Type(SyntaxNodeAnalysisContext context)
        {
            var name = (SimpleNameSyntax)context.Node;
            if (name.IsPartOfStructuredTrivia() || name.IsVar)
            {
                return;
            }

            if (context.SemanticModel.GetAliasInfo(name, context.CancellationToken) is not null)
            {
                // Told where the alias is made.
                return;
            }

            var symbol = context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol;
            var type = symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? symbol.ContainingType : symbol as INamedTypeSymbol;
            if (type is not null && IsMissing(type))
            {
                Report(context.ReportDiagnostic, type, name.GetLocation());
            }
        }

        private void Override(SymbolAnalysisContext context)
        {
            if (Overridden(context.Symbol) is not null && Declared(context.Symbol) is var symbol && IsMissing(symbol))
            {
                Report(context.ReportDiagnostic, symbol, context.Symbol.Locations[0]);
            }
        }

        /// <summary>Whether the list lacks a symbol, and not its whole type, which is told where the type is named.</summary>
        private bool IsMissing(ISymbol symbol) => symbol.ContainingAssembly?.Name == Assembly && _missing.GetOrAdd(
            symbol.OriginalDefinition, definition => IsUnlisted(definition) && !(definition.ContainingType is { } type && IsUnlisted(type)));

        private bool IsUnlisted(ISymbol symbol) => symbol.GetDocumentationCommentId() is { } id && !list.Contains(id);

        /// <summary>What a compiled use binds to: the declaration that the others override.</summary>
        private static ISymbol Declared(ISymbol symbol)
        {
            while (Overridden(symbol) is { } overridden)
            {
                symbol = overridden;
            }

            return symbol;
        }

        private static ISymbol? Overridden(ISymbol symbol) => symbol switch
        {
            IMethodSymbol { AssociatedSymbol: null } method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            _ => null,
        };

        /// <summary>The name where there is one, else the whole expression.</summary>
        private static Location Place(SyntaxNode syntax) => syntax switch
        {
            InvocationExpressionSyntax call => Place(call.Expression),
            MemberAccessExpressionSyntax access => access.Name.GetLocation(),
            MemberBindingExpressionSyntax binding => binding.Name.GetLocation(),
            PrimaryConstructorBaseTypeSyntax constructed => constructed.ArgumentList.GetLocation(),
            _ => syntax.GetLocation(),
        };

        private static void Report(Action<Diagnostic> report, ISymbol symbol, Location location) =>
            report(Diagnostic.Create(DiagnosticDescriptors.NotInManagedEngine, location, symbol.OriginalDefinition.ToDisplayString(Display)));
    }
}
