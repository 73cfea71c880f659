namespace RlLab.Sweeps;

/// <summary>Settings that fill the space more evenly than random ones, from a scrambled Sobol sequence.</summary>
/// <remarks>
/// Trial k is point k; each parameter has a coordinate of its own, also one that is not always active. The first 2^n trials fall into 2^n equal
/// parts of every parameter's range, one into each. Where a constraint refuses a point or an earlier trial has its setting, the trial is a random
/// draw. Owen (1995); Bergstra and Bengio, "Random search for hyper-parameter optimization" (2012), section 4.
/// </remarks>
public sealed class SobolSampler : ISampler
{
    private readonly SettingSource _source;
    private readonly RandomGenerator _random;
    private readonly SobolSequence _sequence;
    private readonly Axes _axes;

    /// <summary>A Sobol sampler over a search space.</summary>
    /// <param name="space">What to choose from.</param>
    /// <param name="seed">Seeds the scrambling.</param>
    /// <exception cref="SweepException">No setting that the constraints allow was found.</exception>
    public SobolSampler(SearchSpace space, long seed)
    {
        (_source, _axes) = (new SettingSource(space), new Axes(space));
        (_random, _sequence) = (new RandomGenerator(seed), new SobolSequence(seed));
    }

    /// <inheritdoc/>
    public long? Count => _source.Count;

    /// <inheritdoc/>
    public bool Learns => false;

    /// <inheritdoc/>
    public ParameterSet Suggest(int trial, IReadOnlyList<TrialResult> earlier)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, Count ?? long.MaxValue);
        var setting = _axes.At(_sequence.Point(trial, _axes.Count));
        return _source.IsFit(setting, earlier) ? setting : _source.DrawNew(_random.Fork(trial), earlier);
    }
}
