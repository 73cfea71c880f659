using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;
using ValueType = RlLab.Generators.Models.ValueType;

namespace RlLab.Generators.Parsing;

/// <summary>Reads the default of a hyperparameter: the constant that its property is initialised with.</summary>
internal static class DefaultParser
{
    public static ParsedValue? Parse(
        IPropertySymbol property,
        ParameterType type,
        ExpressionSyntax? expression,
        Compilation compilation,
        DiagnosticSink sink,
        CancellationToken cancellation)
    {
        if (expression is null)
        {
            sink.Report(
                DiagnosticDescriptors.NoDefault, property.Locations[0],
                property.Name, Declaration(property, type));
            return null;
        }

        // Most defaults are plain numbers, and to bind those at every key costs more than all else.
        if (Literal(expression) is { } literal && ConstantConverter.Convert(literal, property.Type, type) is { } plain)
        {
            return plain;
        }

        var semantics = compilation.ModelOf(expression.SyntaxTree);
        var constant = semantics.GetConstantValue(WithoutSuppression(expression), cancellation);
        if (!constant.HasValue)
        {
            if (semantics.GetTypeInfo(expression, cancellation).Type?.TypeKind != TypeKind.Error)
            {
                sink.Report(DiagnosticDescriptors.DefaultNotConstant, expression.GetLocation(), property.Name);
            }

            return null;
        }

        if (ConstantConverter.Convert(constant.Value, property.Type, type) is { } value)
        {
            return value;
        }

        // What C# does not convert is an error of its own.
        if (semantics.ClassifyConversion(expression, property.Type).IsImplicit)
        {
            sink.Report(
                DiagnosticDescriptors.UnusableDefault, expression.GetLocation(), property.Name, type.Describe(property.Type));
        }

        return null;
    }

    private static object? Literal(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal when !literal.IsKind(SyntaxKind.DefaultLiteralExpression) => literal.Token.Value,
        PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax { Token.Value: var value } } negative
            when negative.IsKind(SyntaxKind.UnaryMinusExpression) => value switch
            {
                int whole => -whole,
                double real => -real,
                float real => -real,
                _ => null,
            },
        _ => null,
    };

    private static string Declaration(IPropertySymbol property, ParameterType type)
    {
        var (name, example) = ($"{property.Type.Short()} {property.Name}", type.Example(property.Type));
        return property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax
            ? $"{name} = {example}"
            : $"public {name} {{ get; init; }} = {example};";
    }

    private static ExpressionSyntax WithoutSuppression(ExpressionSyntax expression) =>
        expression is PostfixUnaryExpressionSyntax suppressed && suppressed.IsKind(SyntaxKind.SuppressNullableWarningExpression)
            ? suppressed.Operand
            : expression;
}
