namespace RlLab.Algorithms.Bandits;

/// <summary>Pulls the arm whose mean could be highest: mean + c sqrt(2 ln t / n), every arm once before that.</summary>
/// <remarks>Auer, Cesa-Bianchi and Fischer, "Finite-time analysis of the multiarmed bandit problem" (2002), figure 1, where c is 1.</remarks>
/// <param name="arms">How many arms there are, at least 1.</param>
/// <param name="scale">
/// c: how wide the rewards spread, at least 0; 1, the default, for rewards from 0 to 1, or with a standard deviation of 1/2.
/// </param>
[Checkpointed]
public sealed partial class Ucb1Agent(int arms, double scale = 1) : IBanditAgent
{
    private readonly ArmMeans _means = new(arms);
    private readonly double _scale = Require.AtLeast(scale, 0);
    private long _pulls;

    /// <inheritdoc/>
    public int Choose(RandomGenerator random) => _means.Best(UpperBound, random);

    /// <inheritdoc/>
    public void Learn(int arm, double reward)
    {
        _means.Add(arm, reward);
        _pulls++;
    }

    private double UpperBound(int arm) => _means.Pulls(arm) == 0
        ? double.PositiveInfinity
        : _means.Mean(arm) + _scale * Math.Sqrt(2 * Math.Log(_pulls) / _means.Pulls(arm));
}
