using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Reads the attribute that says what a sweep may choose a property's value from.</summary>
internal static class DomainParser
{
    /// <returns>Null if something is wrong with it, which the sink says.</returns>
    public static ParsedDomain? Parse(
        IPropertySymbol property, ParameterType type, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        var name = attribute.FullName();
        if (name == KnownTypes.Choice)
        {
            return ChoiceParser.Parse(property, type, attribute, sink, cancellation);
        }

        if (!(name is KnownTypes.IntRange or KnownTypes.LogIntRange ? type.IsInteger : type.IsReal))
        {
            sink.Report(
                DiagnosticDescriptors.WrongRange, attribute.Locate(cancellation),
                attribute.ShortName(), property.Name, property.Type.Short(), type.FittingAttributes());
            return null;
        }

        return name switch
        {
            KnownTypes.IntRange => IntRangeParser.Parse(property, type, attribute, sink, cancellation),
            KnownTypes.LogIntRange => IntRangeParser.ParseLogarithmic(property, type, attribute, sink, cancellation),
            KnownTypes.LogUniform => RealRangeParser.ParseLogUniform(property, type, attribute, sink, cancellation),
            _ => RealRangeParser.ParseUniform(property, type, attribute, sink, cancellation),
        };
    }
}
