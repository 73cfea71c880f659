namespace RlLab.Algorithms.Bandits;

/// <summary>Pulls the arm that has earned most on average, but a random one with a fixed probability.</summary>
/// <remarks>Sutton and Barto (2018), section 2.4.</remarks>
/// <param name="arms">How many arms there are, at least 1.</param>
/// <param name="epsilon">The probability of a random arm, from 0 to 1. Default: 0.1.</param>
[Checkpointed]
public sealed partial class EpsilonGreedyAgent(int arms, double epsilon = 0.1) : IBanditAgent
{
    private readonly ArmMeans _means = new(arms);
    private readonly double _epsilon = Require.Between(epsilon, 0, 1);

    /// <inheritdoc/>
    public int Choose(RandomGenerator random) =>
        random.NextDouble() < _epsilon ? random.NextInt(_means.Arms) : _means.Best(_means.Mean, random);

    /// <inheritdoc/>
    public void Learn(int arm, double reward) => _means.Add(arm, reward);
}
