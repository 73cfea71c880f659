namespace RlLab.Sweeps;

/// <summary>Independent draws from each parameter's domain, without repeating a setting.</summary>
/// <remarks>
/// Trial k has a generator of its own, forked from the sweep's seed. It draws again where an earlier trial has the same setting or a constraint
/// refuses it, which makes the sweep of a finite space a draw without replacement.
/// </remarks>
public sealed class RandomSampler : ISampler
{
    private readonly SettingSource _source;
    private readonly RandomGenerator _random;

    /// <summary>A random sampler over a search space.</summary>
    /// <param name="space">What to choose from.</param>
    /// <param name="seed">The sweep's seed.</param>
    /// <exception cref="SweepException">No setting that the constraints allow was found.</exception>
    public RandomSampler(SearchSpace space, long seed) => (_source, _random) = (new SettingSource(space), new RandomGenerator(seed));

    /// <inheritdoc/>
    public long? Count => _source.Count;

    /// <inheritdoc/>
    public bool Learns => false;

    /// <inheritdoc/>
    public ParameterSet Suggest(int trial, IReadOnlyList<TrialResult> earlier)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, Count ?? long.MaxValue);
        return _source.DrawNew(_random.Fork(trial), earlier);
    }
}
