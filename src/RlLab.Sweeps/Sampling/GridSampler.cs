namespace RlLab.Sweeps;

/// <summary>Every combination of the parameters' values that the constraints allow; the parameter declared last varies fastest.</summary>
/// <remarks>
/// What an alternative does not have is not varied beside it, so that no setting comes twice. With constraints all combinations are looked through
/// beforehand, which is done up to a million of them.
/// </remarks>
public sealed class GridSampler : ISampler
{
    private readonly SettingList _settings;

    /// <summary>A grid over a search space.</summary>
    /// <param name="space">What to choose from.</param>
    /// <exception cref="SweepException">
    /// A range is continuous, there are more combinations than anyone can run, or the constraints allow none.
    /// </exception>
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

        var names = string.Join(", ", space.Constraints.Select(constraint => constraint.Name));
        if (space.Constraints.Count > 0 && size > SettingList.MostLookedThrough)
        {
            throw new SweepException(
                $"The grid has {size:N0} settings before its constraints ({names}), which are tried on {SettingList.MostLookedThrough:N0} at most. "
                + "Give the ranges larger steps, or use --sampler random --trials N.");
        }

        _settings = SettingList.OfGrid(space);
        Count = (long)_settings.Count;
        if (Count == 0)
        {
            throw new SweepException(
                $"The grid is empty: none of its {size:N0} settings keeps to the constraints {names}. "
                + "Widen the ranges with --space NAME=DOMAIN, or loosen a constraint.");
        }
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
        return _settings[trial];
    }
}
