using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Analyzers;

/// <summary>Finds random numbers that no seed decides, and clocks that a test cannot set, in code that trains.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReproducibilityAnalyzer : DiagnosticAnalyzer
{
    private static readonly HashSet<string> Clocks =
    [
        "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today", "System.DateTimeOffset.Now", "System.DateTimeOffset.UtcNow",
        "System.Environment.TickCount", "System.Environment.TickCount64", "System.TimeProvider.System",
    ];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [DiagnosticDescriptors.UnseededRandom, DiagnosticDescriptors.OwnClock];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (TrainingTypes.Of(start.Compilation) is { } training)
            {
                start.RegisterOperationAction(
                    context => Analyze(context, training), OperationKind.PropertyReference, OperationKind.ObjectCreation, OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, TrainingTypes training)
    {
        var (descriptor, what) = context.Operation switch
        {
            IPropertyReferenceOperation { Property: { IsStatic: true } property } => Judge(property),
            IObjectCreationOperation { Constructor: { } constructor, Arguments.Length: 0 } when Name(constructor.ContainingType) == "System.Random" =>
                (DiagnosticDescriptors.UnseededRandom, "new Random()"),
            IObjectCreationOperation { Constructor: { } constructor } when IsStopwatch(constructor.ContainingType) =>
                (DiagnosticDescriptors.OwnClock, "Stopwatch"),
            IInvocationOperation { TargetMethod: { IsStatic: true, Name: "StartNew" or "GetTimestamp" } method }
                when IsStopwatch(method.ContainingType) =>
                (DiagnosticDescriptors.OwnClock, $"Stopwatch.{method.Name}()"),
            _ => default,
        };
        if (descriptor is not null && training.Contain(context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(descriptor, context.Operation.Syntax.GetLocation(), what));
        }
    }

    private static (DiagnosticDescriptor? Descriptor, string What) Judge(IPropertySymbol property) =>
        $"{Name(property.ContainingType)}.{property.Name}" switch
        {
            "System.Random.Shared" => (DiagnosticDescriptors.UnseededRandom, "Random.Shared"),
            var name when Clocks.Contains(name) => (DiagnosticDescriptors.OwnClock, $"{property.ContainingType.Name}.{property.Name}"),
            _ => default,
        };

    private static bool IsStopwatch(INamedTypeSymbol type) => Name(type) == "System.Diagnostics.Stopwatch";

    private static string Name(INamedTypeSymbol type) => type.ToDisplayString();
}
