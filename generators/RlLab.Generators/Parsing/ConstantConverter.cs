using System.Globalization;
using Microsoft.CodeAnalysis;
using RlLab.Generators.Models;
using ValueType = RlLab.Generators.Models.ValueType;

namespace RlLab.Generators.Parsing;

/// <summary>Converts a constant to a hyperparameter's type where C# does so unasked.</summary>
internal static class ConstantConverter
{
    /// <returns>Null if C# would not convert it, or if it is no value that the hyperparameter can be set to.</returns>
    public static ParsedValue? Convert(object? constant, ITypeSymbol symbol, ParameterType type) => (type.Value, constant) switch
    {
        (ValueType.Double, double or float) => Real(System.Convert.ToDouble(constant, CultureInfo.InvariantCulture)),
        (ValueType.Double, not null) when IsWhole(constant) => Real(System.Convert.ToDouble(WithoutChar(constant), CultureInfo.InvariantCulture)),
        (ValueType.Single, float value) => Single(value),
        (ValueType.Single, not null) when IsWhole(constant) => Single(System.Convert.ToSingle(WithoutChar(constant), CultureInfo.InvariantCulture)),
        (ValueType.Int32, sbyte or byte or short or ushort or char or int) => Whole(constant),
        (ValueType.Int64, sbyte or byte or short or ushort or char or int or uint or long) => Whole(constant),
        (ValueType.Boolean, bool value) => new ParsedValue(value, Literals.Of(value)),
        (ValueType.String, string value) => new ParsedValue(value, Literals.Of(value)),
        (ValueType.Enum, not null) => Member(constant, symbol),
        (ValueType.Alternative, string name) when type.Options.Contains(name) => new ParsedValue(name, name),
        _ => null,
    };

    private static bool IsWhole(object constant) => constant is sbyte or byte or short or ushort or char or int or uint or long or ulong;

    private static object WithoutChar(object constant) => constant is char character ? (int)character : constant;

    private static ParsedValue Whole(object constant)
    {
        var value = System.Convert.ToInt64(WithoutChar(constant), CultureInfo.InvariantCulture);
        return new ParsedValue(value, Literals.Of(value));
    }

    private static ParsedValue? Real(double value) => IsFinite(value) ? new ParsedValue(value, Literals.Of(value)) : null;

    private static ParsedValue? Single(float value) => IsFinite(value) ? Real(Widen(value)) : null;

    /// <summary>A float stands for the shortest decimal that reads back to it, so that 0.1f is logged as 0.1.</summary>
    public static double Widen(float value) =>
        IsFinite(value) ? double.Parse(Literals.Of(value), CultureInfo.InvariantCulture) : value;

    private static ParsedValue? Member(object constant, ITypeSymbol symbol) =>
        ParameterTypes.EnumMembers(symbol).FirstOrDefault(m => Equals(m.ConstantValue, constant)) is { } member
            ? new ParsedValue(member.Name, member.Name)
            : null;

    public static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}
