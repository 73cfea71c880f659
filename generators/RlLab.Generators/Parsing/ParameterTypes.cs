using Microsoft.CodeAnalysis;
using RlLab.Generators.Models;
using ValueType = RlLab.Generators.Models.ValueType;

namespace RlLab.Generators.Parsing;

/// <summary>The types that a hyperparameter can have, and what they are called.</summary>
internal static class ParameterTypes
{
    /// <returns>Null for a type that a hyperparameter cannot have.</returns>
    public static ParameterType? Classify(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Double => Simple(ValueType.Double),
        SpecialType.System_Single => Simple(ValueType.Single),
        SpecialType.System_Int32 => Simple(ValueType.Int32),
        SpecialType.System_Int64 => Simple(ValueType.Int64),
        SpecialType.System_Boolean => Simple(ValueType.Boolean),
        SpecialType.System_String => Simple(ValueType.String),
        _ when type.TypeKind == TypeKind.Enum => new ParameterType(
            ValueType.Enum,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            EnumMembers(type).Select(m => m.Name).ToEquatableArray()),
        _ => null,
    };

    /// <summary>The members of an enum, without second names for a value.</summary>
    public static IEnumerable<IFieldSymbol> EnumMembers(ITypeSymbol type) => type.GetMembers()
        .OfType<IFieldSymbol>()
        .Where(f => f.HasConstantValue)
        .GroupBy(f => f.ConstantValue)
        .Select(sameValue => sameValue.First());

    /// <summary>The attributes that can sweep a property of this type.</summary>
    public static string FittingAttributes(this ParameterType type) => type switch
    {
        { IsReal: true } => "[Uniform], [LogUniform] or [Choice]",
        { IsInteger: true } => "[IntRange], [LogIntRange] or [Choice]",
        _ => "[Choice]",
    };

    /// <summary>What a constant of this type looks like.</summary>
    public static string Describe(this ParameterType type, ITypeSymbol symbol) => type.Value switch
    {
        ValueType.Double => "a finite double",
        ValueType.Single => "a finite float, as 0.5f",
        ValueType.Int32 => "an int",
        ValueType.Int64 => "a long",
        ValueType.Boolean => "true or false",
        ValueType.String => "a text",
        ValueType.Alternative => $"the name of an alternative of {symbol.Short()}",
        _ => $"a member of {symbol.Short()}",
    };

    /// <summary>A constant of this type, to show how one is written.</summary>
    public static string Example(this ParameterType type, ITypeSymbol symbol) => type.Value switch
    {
        ValueType.Double => "0.5",
        ValueType.Single => "0.5f",
        ValueType.Int32 or ValueType.Int64 => "1",
        ValueType.Boolean => "false",
        ValueType.String => "\"\"",
        _ => $"{symbol.Short()}.{type.Options.FirstOrDefault()}",
    };

    private static ParameterType Simple(ValueType value) => new(value, "", default);
}
