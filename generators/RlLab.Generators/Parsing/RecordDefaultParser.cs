using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Parsing;

/// <summary>The record that a property is initialised with: <c>new Exploration.EpsilonGreedy { End = 0.05 }</c>.</summary>
/// <param name="Type">The record.</param>
/// <param name="Values">What its properties are set to, where that differs from the record's own defaults.</param>
internal sealed record RecordDefault(INamedTypeSymbol Type, IReadOnlyDictionary<string, ExpressionSyntax> Values)
{
    public static readonly IReadOnlyDictionary<string, ExpressionSyntax> Nothing = new Dictionary<string, ExpressionSyntax>();
}

/// <summary>Reads the default of a property that holds a record.</summary>
internal static class RecordDefaultParser
{
    /// <returns>Null if it is none that can be read, which the sink or the compiler says.</returns>
    public static RecordDefault? Parse(
        IPropertySymbol property, ExpressionSyntax? expression, Compilation compilation, DiagnosticSink sink, CancellationToken cancellation)
    {
        if (expression is null)
        {
            var record = property.Type.IsAbstract
                ? $"new {RecordTypes.Nested((INamedTypeSymbol)property.Type).FirstOrDefault()?.Short()}()"
                : "new()";
            sink.Report(
                DiagnosticDescriptors.NoDefault, property.Locations[0],
                property.Name, $"public {property.Type.Short()} {property.Name} {{ get; init; }} = {record};");
            return null;
        }

        if (expression is not BaseObjectCreationExpressionSyntax creation)
        {
            return NotConstant(expression);
        }

        if ((FindPlain(property, creation, compilation) ?? Bind(creation, compilation, cancellation)) is not { ContainingType: var type } constructor)
        {
            return null;
        }

        var values = new Dictionary<string, ExpressionSyntax>();
        foreach (var argument in HandedOn(constructor, creation.ArgumentList, compilation, cancellation))
        {
            if (type.GetMembers(argument.Key).All(member => member is not IPropertySymbol))
            {
                // What the constructor makes of it is known only when it runs.
                return NotConstant(argument.Value);
            }

            values[argument.Key] = argument.Value;
        }

        foreach (var assignment in creation.Initializer?.Expressions ?? default)
        {
            if (assignment is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right: var right }
                || right.IsKind(SyntaxKind.ObjectInitializerExpression))
            {
                return NotConstant(assignment);
            }

            values[left.Identifier.ValueText] = right;
        }

        return new RecordDefault(type, values);

        RecordDefault? NotConstant(SyntaxNode what)
        {
            sink.Report(DiagnosticDescriptors.DefaultNotConstant, what.GetLocation(), property.Name);
            return null;
        }
    }

    /// <summary>The constructor without arguments of a record that the property's own type names; to bind that at every key costs too much.</summary>
    /// <returns>Null where it takes binding to know.</returns>
    private static IMethodSymbol? FindPlain(IPropertySymbol property, BaseObjectCreationExpressionSyntax creation, Compilation compilation)
    {
        var type = creation switch
        {
            { ArgumentList.Arguments.Count: > 0 } => null,
            ImplicitObjectCreationExpressionSyntax { Parent: EqualsValueClauseSyntax or AssignmentExpressionSyntax } =>
                property.Type as INamedTypeSymbol,
            ObjectCreationExpressionSyntax
            {
                Type: QualifiedNameSyntax { Left: var around, Right: IdentifierNameSyntax name },
                Parent: EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax declaration },
            } when SyntaxFactory.AreEquivalent(around, declaration.Type) =>
                ((INamedTypeSymbol)property.Type).GetTypeMembers(name.Identifier.ValueText, arity: 0).FirstOrDefault(),
            _ => null,
        };
        return type is { IsAbstract: false }
            ? type.InstanceConstructors.FirstOrDefault(constructor =>
                constructor.Parameters.IsEmpty && compilation.IsSymbolAccessibleWithin(constructor, property.ContainingType))
            : null;
    }

    /// <summary>What a constructor is called with, by its parameters' names; of one that calls another by <c>this</c>, what that one is.</summary>
    private static Dictionary<string, ExpressionSyntax> HandedOn(
        IMethodSymbol constructor, BaseArgumentListSyntax? list, Compilation compilation, CancellationToken cancellation)
    {
        var given = new Dictionary<string, ExpressionSyntax>();
        foreach (var (argument, index) in (list?.Arguments ?? default).Select((argument, index) => (argument, index)))
        {
            var name = argument.NameColon?.Name.Identifier.ValueText
                ?? constructor.Parameters[Math.Min(index, constructor.Parameters.Length - 1)].Name;
            given[name] = argument.Expression;
        }

        if (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)
                is not ConstructorDeclarationSyntax { Initializer: { RawKind: (int)SyntaxKind.ThisConstructorInitializer } other } declaration
            || compilation.ModelOf(other.SyntaxTree).GetSymbolInfo(other, cancellation).Symbol is not IMethodSymbol target)
        {
            return given;
        }

        return HandedOn(target, other.ArgumentList, compilation, cancellation)
            .ToDictionary(argument => argument.Key, argument => Meant(argument.Value));

        // A parameter that is handed on as it is stands for what it was given.
        ExpressionSyntax Meant(ExpressionSyntax value)
        {
            var parameter = value is IdentifierNameSyntax word && value.Parent?.Parent?.Parent == other
                ? declaration.ParameterList.Parameters.FirstOrDefault(parameter => parameter.Identifier.ValueText == word.Identifier.ValueText)
                : null;
            return parameter is null ? value
                : given.TryGetValue(parameter.Identifier.ValueText, out var argument) ? argument
                : parameter.Default?.Value ?? value;
        }
    }

    private static IMethodSymbol? Bind(
        BaseObjectCreationExpressionSyntax creation, Compilation compilation, CancellationToken cancellation) =>
        compilation.ModelOf(creation.SyntaxTree).GetSymbolInfo(creation, cancellation).Symbol as IMethodSymbol;
}
