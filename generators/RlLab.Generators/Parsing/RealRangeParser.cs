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

        var (step, isRight) = ParseStep(low, high, type, attribute, sink, cancellation);
        return isRight ? Domain(new UniformModel(Literals.Of(low), Literals.Of(high), Text(step)), low, high, step, type) : null;
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

        var (step, isRight) = ParseStep(low, high, type, attribute, sink, cancellation);
        if (isRight && step is not null && points is not null)
        {
            sink.Report(DiagnosticDescriptors.PointsAndStep, attribute.LocateNamed("Points", cancellation), property.Name);
            return null;
        }

        return isRight ? Domain(new LogUniformModel(Literals.Of(low), Literals.Of(high), Text(points), Text(step)), low, high, step, type) : null;
    }

    /// <summary>The step that is written, and whether that is right; what is wrong, the sink says.</summary>
    private static (double? Step, bool IsRight) ParseStep(
        double low, double high, ParameterType type, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        if (attribute.NamedArgument("Step")?.Value is not double written)
        {
            return (null, true);
        }

        var step = InType(written, type);
        if (!ConstantConverter.IsFinite(step))
        {
            sink.Report(DiagnosticDescriptors.NotFinite, attribute.LocateNamed("Step", cancellation), Literals.Of(step));
            return (null, false);
        }

        if (step <= 0 || step > (high - low) * (1 + Rounding))
        {
            sink.Report(
                DiagnosticDescriptors.BadStep, attribute.LocateNamed("Step", cancellation),
                Literals.Of(step), Literals.Of(high - low), ", or left out for a continuous range");
            return (null, false);
        }

        return (step, true);
    }

    private static (double Low, double High)? ParseBounds(
        IPropertySymbol property, ParameterType type, AttributeData attribute, DiagnosticSink sink, CancellationToken cancellation)
    {
        var low = InType((double)attribute.ConstructorArguments[0].Value!, type);
        var high = InType((double)attribute.ConstructorArguments[1].Value!, type);
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
            var written = (double)attribute.ConstructorArguments[index].Value!;
            if (!ConstantConverter.IsFinite(written))
            {
                sink.Report(DiagnosticDescriptors.NotFinite, location, Literals.Of(written));
                return false;
            }

            if (!ConstantConverter.IsFinite(bound))
            {
                sink.Report(DiagnosticDescriptors.RangeTooWide, location, Literals.Of(written), property.Name, "float", "double");
                return false;
            }

            return true;
        }
    }

    /// <summary>A number of an attribute as the property would hold it: C# widens 0.1f to 0.10000000149011612 to pass it on.</summary>
    private static double InType(double written, ParameterType type) =>
        type.Value == ValueType.Single ? ConstantConverter.Widen((float)written) : written;

    private static ParsedDomain Domain(DomainModel model, double low, double high, double? step, ParameterType type) => step is { } distance
        ? new RealSteps(low, high, distance, type).ToDomain(model)
        : new ParsedDomain(
            model,
            $"{Literals.Of(low)} to {Literals.Of(high)}",
            value => value.Value is double real && real >= low && real <= high);

    private static string? Text(object? number) => number is null ? null : Literals.Of(number);
}
