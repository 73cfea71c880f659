using System.Globalization;

namespace RlLab;

/// <summary>What a sweep may choose a hyperparameter's value from.</summary>
public abstract record Domain
{
    private protected Domain()
    {
    }

    /// <summary>Whether a value lies in the domain.</summary>
    /// <param name="value">A value of the parameter's kind.</param>
    public abstract bool Contains(ParameterValue value);

    /// <summary>The domain's values for a grid, in order; null for a continuous range without steps.</summary>
    public abstract IReadOnlyList<ParameterValue>? Grid { get; }

    /// <summary>A point of a grid without the noise of its last digits: 0.001, not 0.0009999999999999998.</summary>
    private protected static ParameterValue Point(double value, double low, double high) => ParameterValue.Real(
        Math.Clamp(double.Parse(value.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), low, high));

    /// <summary>The values of a range with steps, from its low end on.</summary>
    // A range such as 0 to 0.3 by 0.1 must keep its end, whatever 0.3 / 0.1 rounds to.
    private protected static IReadOnlyList<ParameterValue> Steps(double low, double high, double step) =>
        [.. Enumerable.Range(0, (int)Math.Floor((high - low) / step + 1e-9) + 1).Select(i => Point(low + i * step, low, high))];

    private protected static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>Real numbers from <paramref name="Low"/> to <paramref name="High"/>, both included, all equally likely.</summary>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The largest value.</param>
/// <param name="Step">The distance of neighbouring values, whoever chooses; null for a continuous range.</param>
public sealed record UniformDomain(double Low, double High, double? Step = null) : Domain
{
    /// <inheritdoc/>
    public override bool Contains(ParameterValue value) => value.AsReal() >= Low && value.AsReal() <= High;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterValue>? Grid => Step is { } step ? Steps(Low, High, step) : null;

    /// <summary>The domain in words.</summary>
    public override string ToString() => $"uniform {Text(Low)} to {Text(High)}" + (Step is { } step ? $" by {Text(step)}" : "");
}

/// <summary>Positive real numbers, their logarithm uniform between those of <paramref name="Low"/> and <paramref name="High"/>.</summary>
/// <param name="Low">The smallest value, above zero.</param>
/// <param name="High">The largest value.</param>
/// <param name="Points">
/// How many values a grid takes, evenly spaced on the logarithmic scale, both ends included; null where a grid cannot cover it, or takes every step.
/// Other samplers draw from the whole range.
/// </param>
/// <param name="Step">
/// The distance of neighbouring values, whoever chooses: what is drawn from the whole range is taken to the nearest; null for a continuous range.
/// </param>
public sealed record LogUniformDomain(double Low, double High, int? Points = null, double? Step = null) : Domain
{
    /// <inheritdoc/>
    public override bool Contains(ParameterValue value) => value.AsReal() >= Low && value.AsReal() <= High;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterValue>? Grid =>
        Step is { } step ? Steps(Low, High, step)
        : Points is { } points ? [.. Enumerable.Range(0, points).Select(i => Point(Low * Math.Pow(High / Low, i / (points - 1.0)), Low, High))]
        : null;

    /// <summary>The domain in words.</summary>
    public override string ToString() => $"log-uniform {Text(Low)} to {Text(High)}"
        + (Step is { } step ? $" by {Text(step)}" : Points is { } points ? $", {points} points in a grid" : "");
}

/// <summary>Whole numbers from <paramref name="Low"/> to <paramref name="High"/>, both included, all equally likely.</summary>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The largest value.</param>
/// <param name="Step">The distance of neighbouring values.</param>
public sealed record IntRangeDomain(long Low, long High, long Step = 1) : Domain
{
    /// <inheritdoc/>
    public override bool Contains(ParameterValue value) => value.AsInteger() >= Low && value.AsInteger() <= High;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterValue> Grid =>
        [.. Enumerable.Range(0, checked((int)((High - Low) / Step) + 1)).Select(i => ParameterValue.Integer(Low + i * Step))];

    /// <summary>The domain in words.</summary>
    public override string ToString() => $"whole {Low} to {High}" + (Step != 1 ? $" by {Step}" : "");
}

/// <summary>Positive whole numbers, their logarithm uniform between those of <paramref name="Low"/> and <paramref name="High"/>.</summary>
/// <param name="Low">The smallest value, at least 1.</param>
/// <param name="High">The largest value.</param>
public sealed record LogIntRangeDomain(long Low, long High) : Domain
{
    /// <inheritdoc/>
    public override bool Contains(ParameterValue value) => value.AsInteger() >= Low && value.AsInteger() <= High;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterValue> Grid =>
        [.. Enumerable.Range(0, checked((int)(High - Low) + 1)).Select(i => ParameterValue.Integer(Low + i))];

    /// <summary>The domain in words.</summary>
    public override string ToString() => $"log-whole {Low} to {High}";
}

/// <summary>A list of values, all equally likely.</summary>
/// <param name="Values">At least one value, none twice.</param>
public sealed record ChoiceDomain(IReadOnlyList<ParameterValue> Values) : Domain
{
    /// <inheritdoc/>
    public override bool Contains(ParameterValue value) => Values.Contains(value);

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterValue> Grid => Values;

    /// <inheritdoc/>
    public bool Equals(ChoiceDomain? other) => other is not null && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);

    /// <summary>The domain in words.</summary>
    public override string ToString() => "one of " + string.Join(", ", Values);
}
