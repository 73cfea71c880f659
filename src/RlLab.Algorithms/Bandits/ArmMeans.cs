namespace RlLab.Algorithms.Bandits;

/// <summary>How often each arm was pulled, and what it earned on average.</summary>
/// <param name="arms">How many arms there are.</param>
internal sealed class ArmMeans(int arms)
{
    private readonly long[] _pulls = new long[arms];
    private readonly double[] _means = new double[arms];

    public int Arms => arms;

    public long Pulls(int arm) => _pulls[arm];

    public double Mean(int arm) => _means[arm];

    /// <summary>Sutton and Barto (2018), equation 2.3.</summary>
    public void Add(int arm, double reward) => _means[arm] += (reward - _means[arm]) / ++_pulls[arm];

    /// <summary>The arm with the highest score; among equals each is equally likely.</summary>
    public int Best(Func<int, double> score, RandomGenerator random)
    {
        var (best, equals) = (0, 1);
        var highest = score(0);
        for (var arm = 1; arm < arms; arm++)
        {
            var value = score(arm);
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
    }
}
