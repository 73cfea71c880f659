using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;
using ValueType = RlLab.Generators.Models.ValueType;

namespace RlLab.Generators.Parsing;

/// <summary>Reads an <c>[IntRange]</c> or a <c>[LogIntRange]</c>.</summary>
internal static class IntRangeParser
{
    public static ParsedDomain? Parse(
        IPropertySymbol property, ParameterType type, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        if (ParseBounds(property, type, attribute, sink, cancellation) is not var (low, high, fits))
        {
            return null;
        }

        var step = attribute.NamedArgument("Step")?.Value as long? ?? 1;
        if (step < 1 || step > (decimal)high - low)
        {
            sink.Report(
                DiagnosticDescriptors.BadStep, attribute.LocateNamed("Step", cancellation),
                Literals.Of(step), Literals.Of((decimal)high - low), "");
            return null;
        }

        return fits
            ? new ParsedDomain(
                new IntRangeModel(Literals.Of(low), Literals.Of(high), Literals.Of(step)),
                $"{low} to {high}" + (step == 1 ? "" : $" by {step}"),
                value => value.Value is long whole && whole >= low && whole <= high && ((decimal)whole - low) % step == 0)
            {
                Nearest = value => step == 1 ? [] : Nearest((long)value.Value),
            }
            : null;

        IReadOnlyList<string> Nearest(decimal value)
        {
            var last = decimal.Floor(((decimal)high - low) / step);
            var below = decimal.Floor((value - low) / step);
            return [.. new[] { below, below + 1 }
                .Select(index => Math.Min(Math.Max(index, 0), last))
                .Distinct()
                .Select(index => Literals.Of((long)(low + index * step)))];
        }
    }

    public static ParsedDomain? ParseLogarithmic(
        IPropertySymbol property, ParameterType type, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        if (ParseBounds(property, type, attribute, sink, cancellation) is not var (low, high, fits))
        {
            return null;
        }

        if (low < 1)
        {
            sink.Report(DiagnosticDescriptors.LogRangeNotPositive, attribute.LocateArgument("low", 0, cancellation), Literals.Of(low));
            return null;
        }

        return fits
            ? new ParsedDomain(
                new LogIntRangeModel(Literals.Of(low), Literals.Of(high)),
                $"{low} to {high}",
                value => value.Value is long whole && whole >= low && whole <= high)
            : null;
    }

    /// <returns>The ends, and whether the property's type holds them; null if they are no range. The sink says what is wrong.</returns>
    private static (long Low, long High, bool Fits)? ParseBounds(
        IPropertySymbol property, ParameterType type, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        var low = (long)attribute.ConstructorArguments[0].Value!;
        var high = (long)attribute.ConstructorArguments[1].Value!;
        if (low >= high)
        {
            sink.Report(DiagnosticDescriptors.EmptyRange, attribute.Locate(cancellation), Literals.Of(low), Literals.Of(high));
            return null;
        }

        return (low, high, CheckFits(low, "low", 0) & CheckFits(high, "high", 1));

        bool CheckFits(long bound, string parameter, int index)
        {
            if (type.Value != ValueType.Int32 || bound is >= int.MinValue and <= int.MaxValue)
            {
                return true;
            }

            sink.Report(
                DiagnosticDescriptors.RangeTooWide, attribute.LocateArgument(parameter, index, cancellation),
                Literals.Of(bound), property.Name, "int", "long");
            return false;
        }
    }
}
