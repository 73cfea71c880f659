namespace RlLab.Sweeps;

/// <summary>What samplers that learn have in common: most begin with an even design, and never suggest what is refused or was tried.</summary>
public abstract class LearningSampler : ISampler
{
    private readonly SettingSource _source;
    private readonly RandomGenerator _random;
    private readonly SobolSequence _design;
    private readonly int _startup;

    private protected LearningSampler(SearchSpace space, long seed, int startup)
    {
        (_source, Axes) = (new SettingSource(space), new Axes(space));
        (_random, _design, _startup) = (new RandomGenerator(seed), new SobolSequence(seed), startup);
    }

    /// <inheritdoc/>
    public virtual int Beforehand => _startup;

    /// <inheritdoc/>
    public long? Count => _source.Count;

    /// <inheritdoc/>
    public bool Learns => true;

    private protected Axes Axes { get; }

    /// <summary>The generator that a trial's suggestion is drawn with.</summary>
    private protected RandomGenerator RandomOf(int trial) => _random.Fork(trial);

    /// <inheritdoc/>
    public ParameterSet Suggest(int trial, IReadOnlyList<TrialResult> earlier)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, Count ?? long.MaxValue);
        var random = RandomOf(trial);
        var design = trial < _startup || (_startup > 0 && !earlier.Any(result => double.IsFinite(History.LossOf(result))));
        foreach (var point in design ? [_design.Point(trial, Axes.Count)] : Propose(trial, earlier, random))
        {
            if (Axes.At(point) is var setting && _source.IsFit(setting, earlier))
            {
                return setting;
            }
        }

        return _source.DrawNew(random, earlier);
    }

    /// <summary>Points to try, the best first; where none is fit, a random setting is tried.</summary>
    /// <param name="trial">The trial's number.</param>
    /// <param name="earlier">The trials before it; where there is a design, one of them at least has ended.</param>
    /// <param name="random">The trial's own generator.</param>
    private protected abstract IEnumerable<double[]> Propose(int trial, IReadOnlyList<TrialResult> earlier, RandomGenerator random);
}
