using System.Globalization;
using RlLab.Generators.Models;
using ValueType = RlLab.Generators.Models.ValueType;

namespace RlLab.Generators.Parsing;

/// <summary>The values of a <c>[Uniform]</c> or a <c>[LogUniform]</c> with a step.</summary>
internal sealed class RealSteps(double low, double high, double step, ParameterType type)
{
    /// <summary>What rounding may add to a multiple of the step, as a part of the step and of the range's numbers.</summary>
    private const double Rounding = 1e-9, DoubleRounding = 1e-15, SingleRounding = 2e-7;

    private double Last => Math.Floor((high - low) / step + Rounding);

    public ParsedDomain ToDomain(DomainModel model) => new(
        model,
        $"{Literals.Of(low)} to {Literals.Of(high)} by {Literals.Of(step)}",
        value => Contains((double)value.Value))
    {
        Nearest = value => Nearest((double)value.Value),
    };

    private bool Contains(double value)
    {
        var tolerance = Rounding * step
            + (type.Value == ValueType.Single ? SingleRounding : DoubleRounding) * Math.Max(Math.Abs(low), Math.Abs(high));
        return value >= low && value <= high && Math.Abs(value - At(Math.Round((value - low) / step))) <= tolerance;
    }

    private IReadOnlyList<string> Nearest(double value)
    {
        var below = Math.Floor((value - low) / step);
        return [.. new[] { below, below + 1 }
            .Select(index => At(index).ToString("G15", CultureInfo.InvariantCulture))
            .Distinct()];
    }

    private double At(double index) => low + Math.Min(Math.Max(index, 0), Last) * step;
}
