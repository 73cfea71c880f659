namespace RlLab.Algorithms.Dqn;

/// <summary>The probability of a random action, which falls as training goes on.</summary>
public abstract record ExplorationSchedule
{
    /// <summary>The probability, from 0 to 1.</summary>
    /// <param name="step">Environment steps so far.</param>
    public abstract double At(long step);
}

/// <summary>Falls in a straight line and then stays.</summary>
/// <param name="Start">The probability at step 0.</param>
/// <param name="End">The probability from <paramref name="Steps"/> on.</param>
/// <param name="Steps">How long it falls, in environment steps.</param>
public sealed record LinearExploration(double Start, double End, long Steps) : ExplorationSchedule
{
    /// <inheritdoc/>
    public override double At(long step) => step >= Steps ? End : Start + (End - Start) * step / Steps;
}

/// <summary>Falls exponentially: end + (start - end) exp(-step / scale).</summary>
/// <param name="Start">The probability at step 0.</param>
/// <param name="End">What it approaches.</param>
/// <param name="Scale">After how many environment steps the distance to the end is a factor e smaller.</param>
public sealed record ExponentialExploration(double Start, double End, double Scale) : ExplorationSchedule
{
    /// <inheritdoc/>
    public override double At(long step) => End + (Start - End) * Math.Exp(-step / Scale);
}
