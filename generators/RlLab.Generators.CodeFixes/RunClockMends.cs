using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.CodeFixes;

/// <summary>Asks the run's clock in place of the machine's, where a run is at hand.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RunClockMends : MendProvider
{
    /// <summary>What stands for a clock's property or method, after the run's name. The others have a unit or an origin of their own.</summary>
    private static readonly Dictionary<string, string> Equivalents = new()
    {
        ["System.DateTime.UtcNow"] = "Clock.GetUtcNow().UtcDateTime",
        ["System.DateTime.Now"] = "Clock.GetLocalNow().DateTime",
        ["System.DateTime.Today"] = "Clock.GetLocalNow().Date",
        ["System.DateTimeOffset.UtcNow"] = "Clock.GetUtcNow()",
        ["System.DateTimeOffset.Now"] = "Clock.GetLocalNow()",
        ["System.TimeProvider.System"] = "Clock",
        ["System.Diagnostics.Stopwatch.GetTimestamp"] = "Clock.GetTimestamp()",
    };

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticDescriptors.OwnClock.Id];

    /// <inheritdoc/>
    protected override IEnumerable<Mend> Find(Problem problem)
    {
        if (problem.Node is not ExpressionSyntax clock
            || problem.Model.GetSymbolInfo(clock).Symbol is not { } symbol
            || !Equivalents.TryGetValue($"{symbol.ContainingType.ToDisplayString()}.{symbol.Name}", out var equal)
            || FindRun(problem.Model, clock) is not { } run)
        {
            return [];
        }

        var asked = $"{run}.{equal}";
        return [new($"Ask {asked}", clock, SyntaxFactory.ParseExpression(asked).WithTriviaFrom(clock))];
    }

    /// <summary>The name of a run that can be used in a clock's place; null for none.</summary>
    private static string? FindRun(SemanticModel model, ExpressionSyntax clock)
    {
        var run = model.Compilation.GetTypeByMetadataName(KnownTypes.Run);
        var place = clock.SpanStart;
        var isStatic = model.GetEnclosingSymbol(place) is { IsStatic: true };
        var self = clock.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type ? model.GetDeclaredSymbol(type) : null;
        var hasFields = !isStatic && !clock.Ancestors().Any(IsInitializer);
        return model.LookupSymbols(place)
            .Where(symbol => symbol switch
            {
                // A parameter of the class's own constructor is out of a static method's reach.
                IParameterSymbol parameter => IsRun(parameter.Type) && !(isStatic && IsPrimary(parameter)),
                ILocalSymbol local => IsRun(local.Type) && local.Locations[0].SourceSpan.End < place,
                IFieldSymbol field => IsRun(field.Type) && (field.IsStatic || (hasFields && Inherits(self, field.ContainingType))),
                _ => false,
            })
            .Select(symbol => SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None ? symbol.Name : $"@{symbol.Name}")
            .FirstOrDefault();

        bool IsRun(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, run);
    }

    /// <summary>Whether a node gives a field or a property its first value, where an object's other fields are out of reach.</summary>
    private static bool IsInitializer(SyntaxNode node) => node is EqualsValueClauseSyntax
    {
        Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax },
    };

    /// <summary>Whether a type has another's fields: a type around it has fields of an object of its own.</summary>
    private static bool Inherits(INamedTypeSymbol? type, INamedTypeSymbol from)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, from.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPrimary(IParameterSymbol parameter) =>
        parameter.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax().Parent?.Parent is TypeDeclarationSyntax);
}
