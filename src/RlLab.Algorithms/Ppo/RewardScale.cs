namespace RlLab.Algorithms.Ppo;

/// <summary>Divides rewards by the running standard deviation of their discounted sums.</summary>
/// <remarks>
/// Engstrom et al., "Implementation matters in deep policy gradients" (2020), algorithm 1: the sums run from each episode's start up to each step;
/// the mean is left as it is.
/// </remarks>
/// <param name="instances">How many instances there are.</param>
/// <param name="discount">From 0 to 1.</param>
[Checkpointed]
internal sealed partial class RewardScale(int instances, double discount)
{
    private const float Limit = 10;

    private readonly double[] _sums = new double[instances];
    private Moments _moments;

    /// <summary>Sees the rewards of a step.</summary>
    public void See(ReadOnlySpan<float> rewards)
    {
        for (var i = 0; i < rewards.Length; i++)
        {
            _sums[i] = _sums[i] * discount + rewards[i];
            _moments.Add(_sums[i]);
        }
    }

    /// <summary>A reward, scaled and cut.</summary>
    public float Of(float reward) => Math.Clamp((float)(reward / Math.Sqrt(_moments.Variance + 1e-8)), -Limit, Limit);

    /// <summary>An instance's episode has ended.</summary>
    public void EndEpisode(int instance) => _sums[instance] = 0;
}
