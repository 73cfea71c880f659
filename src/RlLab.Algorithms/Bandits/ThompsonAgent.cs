namespace RlLab.Algorithms.Bandits;

/// <summary>Pulls an arm with the probability that it is the best, given what was seen: for rewards that are normal with deviation 1.</summary>
/// <remarks>
/// Thompson (1933); Russo et al., "A tutorial on Thompson sampling" (2018), section 4. An arm's mean has a normal prior of mean 0 and
/// the given deviation, so its posterior is normal too.
/// </remarks>
/// <param name="arms">How many arms there are, at least 1.</param>
/// <param name="priorDeviation">The standard deviation of the prior of an arm's mean, above 0. Default: 1.</param>
[Checkpointed]
public sealed partial class ThompsonAgent(int arms, double priorDeviation = 1) : IBanditAgent
{
    private readonly ArmMeans _means = new(arms);
    private readonly double _priorPrecision = 1 / (Require.Positive(priorDeviation) * priorDeviation);

    /// <inheritdoc/>
    public int Choose(RandomGenerator random) => _means.Best(
        arm =>
        {
            var precision = _priorPrecision + _means.Pulls(arm);
            return _means.Mean(arm) * _means.Pulls(arm) / precision + random.NextGaussian() / Math.Sqrt(precision);
        },
        random);

    /// <inheritdoc/>
    public void Learn(int arm, double reward) => _means.Add(arm, reward);
}
