namespace RlLab.Algorithms.Bandits;

/// <summary>How often each arm was pulled, and what it earned on average.</summary>
/// <param name="arms">How many arms there are.</param>
[Checkpointed]
internal sealed partial class ArmMeans(int arms)
{
    private readonly long[] _pulls = new long[Require.AtLeast(arms, 1)];
    private readonly double[] _means = new double[arms];

    public int Arms => arms;

    public long Pulls(int arm) => _pulls[arm];

    public double Mean(int arm) => _means[arm];

    /// <summary>Sutton and Barto (2018), equation 2.3.</summary>
    public void Add(int arm, double reward) => _means[arm] += (reward - _means[arm]) / ++_pulls[arm];

    /// <summary>The arm with the highest score; among equals each is equally likely.</summary>
    /// <exception cref="DivergedException">A score is NaN.</exception>
    public int Best(Func<int, double> score, RandomGenerator random)
    {
        var (best, equals) = (0, 1);
        var highest = Score(0);
        for (var arm = 1; arm < arms; arm++)
        {
            var value = Score(arm);
            if (value > highest)
            {
                (best, highest, equals) = (arm, value, 1);
            }
            else if (value == highest && random.NextInt(++equals) == 0)
            {
                best = arm;
            }
        }

        return best;

        double Score(int arm) =>
            score(arm) is var value && double.IsNaN(value) ? throw new DivergedException($"the score of arm {arm}", value) : value;
    }
}
