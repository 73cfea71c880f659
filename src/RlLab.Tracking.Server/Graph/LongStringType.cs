using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;

namespace RlLab.Tracking.Server.Graph;

/// <summary>A whole number of 64 bits, written as a text.</summary>
internal sealed class LongStringType : ScalarGraphType
{
    public LongStringType() => Name = "LongString";

    public override object? ParseLiteral(GraphQLValue value) => value is GraphQLIntValue number
        ? long.TryParse(number.Value, CultureInfo.InvariantCulture, out var whole) ? whole : ThrowLiteralConversionError(value)
        : ThrowLiteralConversionError(value);

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        long or int => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        string text when long.TryParse(text, CultureInfo.InvariantCulture, out var whole) => whole,
        _ => ThrowValueConversionError(value),
    };

    public override object? Serialize(object? value) => value?.ToString();
}
