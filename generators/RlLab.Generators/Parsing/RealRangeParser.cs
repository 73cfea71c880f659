using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;
using ValueType = RlLab.Generators.Models.ValueType;

namespace RlLab.Generators.Parsing;

/// <summary>Reads a <c>[Uniform]</c> or a <c>[LogUniform]</c>.</summary>
internal static class RealRangeParser
{
    /// <summary>0.3 - 0.1 is a little less than 0.2, and 0.2 must still count as a step of that range.</summary>
    private const double Rounding = 1e-9;

    public static ParsedDomain? ParseUniform(
        IPropertySymbol property, ParameterType type, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        if (ParseBounds(property, type, attribute, sink, cancellation) is not var (low, high))
        {
            return null;
        }

        var step = attribute.NamedArgument("Step")?.Value as double?;
        if (step is { } notFinite && !ConstantConverter.IsFinite(notFinite))
        {
            sink.Report(DiagnosticDescriptors.NotFinite, attribute.LocateNamed("Step", cancellation), Literals.Of(notFinite));
            return null;
        }

        if (step <= 0 || step > (high - low) * (1 + Rounding))
        {
            sink.Report(
                DiagnosticDescriptors.BadStep, attribute.LocateNamed("Step", cancellation),
                Literals.Of(step!), Literals.Of(high - low), ", or left out for a continuous range");
            return null;
        }

        return Domain(new UniformModel(Literals.Of(low), Literals.Of(high), step is null ? null : Literals.Of(step)), low, high);
    }

    public static ParsedDomain? ParseLogUniform(
        IPropertySymbol property, ParameterType type, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        if (ParseBounds(property, type, attribute, sink, cancellation) is not var (low, high))
        {
            return null;
        }

        if (low <= 0)
        {
            sink.Report(
                DiagnosticDescriptors.LogRangeNotPositive, attribute.LocateArgument("low", 0, cancellation), Literals.Of(low));
            return null;
        }

        var points = attribute.NamedArgument("Points")?.Value as int?;
        if (points < 2)
        {
            sink.Report(DiagnosticDescriptors.TooFewPoints, attribute.LocateNamed("Points", cancellation), Literals.Of(points!));
            return null;
        }

        return Domain(new LogUniformModel(Literals.Of(low), Literals.Of(high), points is null ? null : Literals.Of(points)), low, high);
    }

    private static (double Low, double High)? ParseBounds(
        IPropertySymbol property, ParameterType type, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        var low = (double)attribute.ConstructorArguments[0].Value!;
        var high = (double)attribute.ConstructorArguments[1].Value!;
        if (!(CheckBound(low, "low", 0) & CheckBound(high, "high", 1)))
        {
            return null;
        }

        if (low >= high)
        {
            sink.Report(DiagnosticDescriptors.EmptyRange, attribute.Locate(cancellation), Literals.Of(low), Literals.Of(high));
            return null;
        }

        return (low, high);

        bool CheckBound(double bound, string parameter, int index)
        {
            var location = attribute.LocateArgument(parameter, index, cancellation);
            if (!ConstantConverter.IsFinite(bound))
            {
                sink.Report(DiagnosticDescriptors.NotFinite, location, Literals.Of(bound));
                return false;
            }

            if (type.Value == ValueType.Single && Math.Abs(bound) > float.MaxValue)
            {
                sink.Report(DiagnosticDescriptors.RangeTooWide, location, Literals.Of(bound), property.Name, "float", "double");
                return false;
            }

            return true;
        }
    }

    private static ParsedDomain Domain(DomainModel model, double low, double high) => new(
        model,
        $"{Literals.Of(low)} to {Literals.Of(high)}",
        value => value.Value is double real && real >= low && real <= high);
}
