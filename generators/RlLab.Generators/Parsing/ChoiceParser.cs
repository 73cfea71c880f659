using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;
using ValueType = RlLab.Generators.Models.ValueType;

namespace RlLab.Generators.Parsing;

/// <summary>Reads a <c>[Choice]</c>.</summary>
internal static class ChoiceParser
{
    public static ParsedDomain? Parse(
        IPropertySymbol property, ParameterType type, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        var argument = attribute.ConstructorArguments[0];
        if (!argument.IsNull && argument.Values.IsEmpty && All(property, type) is { Count: > 0 } all)
        {
            return Of(all);
        }

        if (argument.IsNull || argument.Values.IsEmpty)
        {
            sink.Report(DiagnosticDescriptors.EmptyChoice, attribute.Locate(cancellation), property.Name);
            return null;
        }

        var values = new List<ParsedValue>();
        var complete = true;
        for (var i = 0; i < argument.Values.Length; i++)
        {
            var constant = argument.Values[i];
            var location = attribute.LocateArgument("values", i, cancellation);
            if (Convert(constant, property.Type, type) is not { } value)
            {
                sink.Report(
                    DiagnosticDescriptors.WrongChoice, location,
                    constant.ToCSharpString(), property.Name, type.Describe(property.Type));
                complete = false;
            }
            else if (values.Contains(value))
            {
                sink.Report(DiagnosticDescriptors.RepeatedChoice, location, value.Text, property.Name);
                complete = false;
            }
            else
            {
                values.Add(value);
            }
        }

        return complete ? Of(values) : null;
    }

    private static ParsedDomain Of(IReadOnlyList<ParsedValue> values) => new(
        new ChoiceModel(values.Select(v => v.Literal).ToEquatableArray()),
        string.Join(", ", values.Select(v => v.Text)),
        value => values.Contains(value));

    /// <summary>All values of a type that has few: what a choice without a list is over.</summary>
    private static IReadOnlyList<ParsedValue> All(IPropertySymbol property, ParameterType type) => type.Value switch
    {
        ValueType.Boolean => [.. new[] { false, true }.Select(value => ConstantConverter.Convert(value, property.Type, type)!)],
        ValueType.Enum or ValueType.Alternative => [.. type.Options.Select(option => new ParsedValue(option, option))],
        _ => [],
    };

    private static ParsedValue? Convert(TypedConstant constant, ITypeSymbol symbol, ParameterType type) =>
        constant.Kind is not (TypedConstantKind.Primitive or TypedConstantKind.Enum)
        || (constant.Kind == TypedConstantKind.Enum) != (type.Value == ValueType.Enum)
        || (type.Value == ValueType.Enum && !SymbolEqualityComparer.Default.Equals(constant.Type, symbol))
            ? null
            : ConstantConverter.Convert(constant.Value, symbol, type);
}
