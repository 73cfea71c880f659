namespace RlLab.Sweeps;

/// <summary>Every combination of the parameters' values; the parameter declared last varies fastest.</summary>
public sealed class GridSampler : ISampler
{
    private readonly IReadOnlyList<(string Name, IReadOnlyList<ParameterValue> Values)> _axes;

    /// <summary>A grid over a search space.</summary>
    /// <param name="space">What to choose from.</param>
    /// <exception cref="SweepException">A range is continuous, or there are more combinations than anyone can run.</exception>
    public GridSampler(SearchSpace space)
    {
        if (space.Parameters.FirstOrDefault(p => SearchSpace.GridCountOf(p.Domain!) is null) is { } continuous)
        {
            throw new SweepException(
                $"A grid cannot cover {continuous.Name}, which is {continuous.Domain}: a continuous range has no end of values. "
                + "Give its attribute a Step (or Points, on a logarithmic range), "
                + $"fix it with --set {continuous.Name}=VALUE, or use --sampler random.");
        }

        var size = space.GridSize!.Value;
        if (size > int.MaxValue)
        {
            throw new SweepException(
                $"The grid has {size:N0} settings, which is more than can be run. "
                + "Give the ranges larger steps, or use --sampler random --trials N.");
        }

        Count = size;
        _axes = [.. space.Parameters.Select(p => (p.Name, p.Domain!.Grid!))];
    }

    /// <inheritdoc/>
    public long? Count { get; }

    /// <inheritdoc/>
    public bool Learns => false;

    /// <inheritdoc/>
    public ParameterSet Suggest(int trial, IReadOnlyList<TrialResult> earlier)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, Count!.Value);

        var values = new KeyValuePair<string, ParameterValue>[_axes.Count];
        for (var (axis, rest) = (_axes.Count - 1, trial); axis >= 0; axis--)
        {
            var (name, choices) = _axes[axis];
            values[axis] = new(name, choices[rest % choices.Count]);
            rest /= choices.Count;
        }

        return new ParameterSet(values);
    }
}
