namespace RlLab;

/// <summary>Sweeps a real-valued property over a range, all values equally likely.</summary>
/// <param name="low">The smallest value.</param>
/// <param name="high">The largest value, above <paramref name="low"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UniformAttribute(double low, double high) : Attribute
{
    /// <summary>The smallest value.</summary>
    public double Low { get; } = low;

    /// <summary>The largest value.</summary>
    public double High { get; } = high;

    /// <summary>
    /// The distance of neighbouring values: no sampler chooses one between, and the property's default lies on one. A grid needs it. Default: 0, a
    /// continuous range.
    /// </summary>
    public double Step { get; init; }
}

/// <summary>Sweeps a real-valued property over a range of magnitudes: its logarithm is uniform.</summary>
/// <param name="low">The smallest value, above zero.</param>
/// <param name="high">The largest value, above <paramref name="low"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LogUniformAttribute(double low, double high) : Attribute
{
    /// <summary>The smallest value.</summary>
    public double Low { get; } = low;

    /// <summary>The largest value.</summary>
    public double High { get; } = high;

    /// <summary>
    /// How many values a grid takes, evenly spaced on the logarithmic scale, both ends included: at least 2. Ignored by other samplers, which draw
    /// from the whole range. Default: 0, which a grid cannot cover without a <see cref="Step"/>.
    /// </summary>
    public int Points { get; init; }

    /// <summary>
    /// The distance of neighbouring values, counted from the low end: what is drawn from the whole range is taken to the nearest of them, and the
    /// property's default lies on one. A grid takes them all. Not together with <see cref="Points"/>. Default: 0, a continuous range.
    /// </summary>
    public double Step { get; init; }
}

/// <summary>Sweeps a whole-numbered property over a range, all values equally likely.</summary>
/// <param name="low">The smallest value.</param>
/// <param name="high">The largest value, above <paramref name="low"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IntRangeAttribute(long low, long high) : Attribute
{
    /// <summary>The smallest value.</summary>
    public long Low { get; } = low;

    /// <summary>The largest value.</summary>
    public long High { get; } = high;

    /// <summary>
    /// The distance of neighbouring values, at least 1: no sampler chooses one between, and the property's default lies on one. Default: 1.
    /// </summary>
    public long Step { get; init; } = 1;
}

/// <summary>Sweeps a whole-numbered property over a range of magnitudes: its logarithm is uniform.</summary>
/// <param name="low">The smallest value, at least 1.</param>
/// <param name="high">The largest value, above <paramref name="low"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LogIntRangeAttribute(long low, long high) : Attribute
{
    /// <summary>The smallest value.</summary>
    public long Low { get; } = low;

    /// <summary>The largest value.</summary>
    public long High { get; } = high;
}

/// <summary>Sweeps a property over a list of values, all equally likely.</summary>
/// <remarks>
/// On a property that holds one of several alternatives (an abstract record with sealed records in it) it sweeps the choice between them, which go by
/// their names: <c>[Choice]</c> for all, <c>[Choice(nameof(Exploration.Boltzmann), ...)]</c> for some.
/// </remarks>
/// <param name="values">Constants of the property's type, none twice; may be left out for an enum, a bool and alternatives, of which it means
/// all.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ChoiceAttribute(params object[] values) : Attribute
{
    /// <summary>The values.</summary>
    public IReadOnlyList<object> Values { get; } = values;
}
