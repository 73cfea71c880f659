namespace RlLab.Algorithms.Bandits;

/// <summary>Holds a preference for each arm, pulls by their softmax, and follows the gradient of the expected reward.</summary>
/// <remarks>Sutton and Barto (2018), section 2.8, equation 2.12; the baseline is the mean of the rewards before.</remarks>
/// <param name="arms">How many arms there are, at least 1.</param>
/// <param name="stepSize">alpha in the equation, above 0. Default: 0.1.</param>
[Checkpointed]
public sealed partial class GradientBanditAgent(int arms, double stepSize = 0.1) : IBanditAgent
{
    private readonly double _stepSize = Require.Positive(stepSize);
    private readonly double[] _preferences = new double[Require.AtLeast(arms, 1)];
    private readonly double[] _probabilities = [.. Enumerable.Repeat(1.0 / arms, arms)];
    private double _baseline;
    private long _pulls;

    /// <summary>The probability of each arm.</summary>
    public IReadOnlyList<double> Probabilities => _probabilities;

    /// <inheritdoc/>
    public int Choose(RandomGenerator random) => ArmDraw.From<double>(_probabilities, random);

    /// <inheritdoc/>
    public void Learn(int arm, double reward)
    {
        var advantage = _pulls == 0 ? 0 : reward - _baseline;
        _baseline += (reward - _baseline) / ++_pulls;
        for (var other = 0; other < arms; other++)
        {
            _preferences[other] += _stepSize * advantage * ((other == arm ? 1 : 0) - _probabilities[other]);
        }

        Softmax();
    }

    private void Softmax()
    {
        var (highest, sum) = (_preferences.Max(), 0.0);
        for (var arm = 0; arm < arms; arm++)
        {
            sum += _probabilities[arm] = Math.Exp(_preferences[arm] - highest);
        }

        for (var arm = 0; arm < arms; arm++)
        {
            _probabilities[arm] /= sum;
        }
    }
}
