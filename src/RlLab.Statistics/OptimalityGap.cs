namespace RlLab.Statistics;

/// <summary>How far runs stay below a target on average, where what exceeds it earns nothing: smaller is better.</summary>
/// <remarks>Agarwal et al. (2021), section 4.3; for scores that are to be as large as possible.</remarks>
public static class OptimalityGap
{
    /// <summary>The optimality gap of at least one score.</summary>
    /// <param name="scores">Finite scores, of all runs and tasks on one scale.</param>
    /// <param name="target">The score from which on more is not better, in the scores' unit. Default: 1, a normalised score's.</param>
    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public static double Of(ReadOnlySpan<double> scores, double target = 1)
    {
        Finite.Check(scores, nameof(scores));
        var sum = 0.0;
        foreach (var score in scores)
        {
            sum += Math.Min(score, target);
        }

        return target - sum / scores.Length;
    }
}
