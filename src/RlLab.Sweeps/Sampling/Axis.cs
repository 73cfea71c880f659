using System.Numerics;

namespace RlLab.Sweeps;

/// <summary>A parameter as an interval from 0 to 1 on which its values are equally likely, for samplers that calculate.</summary>
/// <remarks>
/// Each of finitely many values has a cell of the interval, and its middle stands for it. Numbers to choose from in rising or falling order (16,
/// 32, 64) are a scale like a range with steps; any other choice is a category, whose order means nothing.
/// </remarks>
internal sealed class Axis
{
    private readonly Domain _domain;
    private readonly BigInteger? _count;
    private readonly double _low, _high;

    /// <summary>The axis of a parameter.</summary>
    /// <param name="parameter">A parameter with a domain.</param>
    public Axis(ParameterDescriptor parameter)
    {
        (Name, ActiveWhen, _domain) = (parameter.Name, parameter.ActiveWhen, parameter.Domain!);
        _count = SearchSpace.CountOf(_domain);
        Values = _count is { } count ? (double)count : null;
        IsCategory = _domain is ChoiceDomain choice && choice.Values.Count > 1 && !IsScale(choice.Values);
        (_low, _high) = _domain switch
        {
            LogUniformDomain range => (Math.Log(range.Low), Math.Log(range.High)),
            LogIntRangeDomain range => (Math.Log(range.Low - 0.5), Math.Log(range.High + 0.5)),
            _ => (0, 1),
        };
    }

    /// <summary>The parameter's name.</summary>
    public string Name { get; }

    /// <summary>When the parameter exists; null for always.</summary>
    public ParameterCondition? ActiveWhen { get; }

    /// <summary>How many values there are, as near as a double can say; null for a continuous range.</summary>
    public double? Values { get; }

    /// <summary>Whether the order of values means nothing.</summary>
    public bool IsCategory { get; }

    /// <summary>The number of a category.</summary>
    /// <param name="unit">A place from 0 to 1.</param>
    public int CategoryAt(double unit) => (int)Index(unit);

    /// <summary>The middle of a category's cell.</summary>
    /// <param name="category">Its number.</param>
    public double UnitOf(int category) => (category + 0.5) / Values!.Value;

    /// <summary>The places that stand for the values, where they can be counted.</summary>
    public IEnumerable<double> Places() => Enumerable.Range(0, (int)_count!.Value).Select(number => Of(DomainValues.At(_domain, number)));

    /// <summary>The value at a place.</summary>
    /// <param name="unit">A place from 0 to 1.</param>
    public ParameterValue At(double unit) => _domain switch
    {
        LogIntRangeDomain range => ParameterValue.Integer(DomainValues.Round(range, Between(unit))),
        LogUniformDomain { Step: { } step } range when Values > 1 => DomainValues.Round(range, step, Between(unit)),
        _ when _count is { } count => DomainValues.At(_domain, BigInteger.Min(new BigInteger(Index(unit)), count - 1)),
        UniformDomain range => ParameterValue.Real(Math.Clamp(range.Low * (1 - unit) + range.High * unit, range.Low, range.High)),
        LogUniformDomain range => ParameterValue.Real(Math.Clamp(Math.Exp(Between(unit)), range.Low, range.High)),
        _ => throw new NotSupportedException($"No axis is defined for the domain '{_domain}'."),
    };

    /// <summary>The place that stands for a value; one outside the domain is taken to its nearer end.</summary>
    /// <param name="value">The value.</param>
    public double Of(ParameterValue value) => Math.Clamp(
        _domain switch
        {
            ChoiceDomain choice => (Math.Max(0, choice.Values.ToList().IndexOf(value)) + 0.5) / choice.Values.Count,
            _ when Values == 1 => 0.5,
            LogIntRangeDomain or LogUniformDomain => (Math.Log(Math.Max(value.AsReal(), double.Epsilon)) - _low) / (_high - _low),
            IntRangeDomain range => (Math.Round((value.AsReal() - range.Low) / range.Step) + 0.5) / Values!.Value,
            UniformDomain { Step: { } step } range => (Math.Round((value.AsReal() - range.Low) / step) + 0.5) / Values!.Value,
            // Halved, for the distance of two numbers can be more than any number.
            UniformDomain range => (value.AsReal() / 2 - range.Low / 2) / (range.High / 2 - range.Low / 2),
            _ => throw new NotSupportedException($"No axis is defined for the domain '{_domain}'."),
        },
        0,
        1);

    /// <summary>The places that have the same value; an empty interval on a continuous range.</summary>
    /// <param name="unit">A place from 0 to 1.</param>
    public (double Low, double High) Cell(double unit)
    {
        if (_domain is LogIntRangeDomain)
        {
            var value = At(unit).AsReal();
            return (Place(value - 0.5), Place(value + 0.5));
        }

        if (_domain is LogUniformDomain { Step: { } step } && Values > 1)
        {
            // The ends' values have but the half of a step that lies within the range.
            var value = At(unit);
            return (value == At(0) ? 0 : Place(value.AsReal() - step / 2), value == At(1) ? 1 : Place(value.AsReal() + step / 2));
        }

        return Values is { } count ? (Index(unit) / count, (Index(unit) + 1) / count) : (unit, unit);
    }

    private double Between(double unit) => _low + (_high - _low) * unit;

    private double Place(double value) => Math.Clamp((Math.Log(value) - _low) / (_high - _low), 0, 1);

    private double Index(double unit) => Math.Clamp(Math.Floor(unit * Values!.Value), 0, Values.Value - 1);

    private static bool IsScale(IReadOnlyList<ParameterValue> values)
    {
        if (values[0].Kind is not (ParameterKind.Real or ParameterKind.Integer))
        {
            return false;
        }

        var pairs = values.Zip(values.Skip(1), (a, b) => a.AsReal() < b.AsReal()).ToList();
        return pairs.Distinct().Count() == 1;
    }
}
