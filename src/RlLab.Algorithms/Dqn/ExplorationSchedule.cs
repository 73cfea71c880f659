namespace RlLab.Algorithms.Dqn;

/// <summary>The probability of a random action, which falls as training goes on. Derive from it for a course of your own.</summary>
public abstract record ExplorationSchedule
{
    /// <summary>No random action at any step, for a network that explores by its own noise.</summary>
    public static ExplorationSchedule None { get; } = new LinearExploration(0, 0, 0);

    /// <summary>The probability, from 0 to 1.</summary>
    /// <param name="step">Environment steps so far.</param>
    public abstract double At(long step);
}

/// <summary>Falls in a straight line and then stays.</summary>
/// <param name="Start">The probability at step 0, from 0 to 1.</param>
/// <param name="End">The probability from <paramref name="Steps"/> on, from 0 to 1.</param>
/// <param name="Steps">How long it falls, in environment steps; 0 for <paramref name="End"/> from the start.</param>
public sealed record LinearExploration(double Start, double End, long Steps) : ExplorationSchedule
{
    /// <summary>The probability at step 0, from 0 to 1.</summary>
    public double Start { get; init => field = Require.Between(value, 0, 1); } = Require.Between(Start, 0, 1);

    /// <summary>The probability from <see cref="Steps"/> on, from 0 to 1.</summary>
    public double End { get; init => field = Require.Between(value, 0, 1); } = Require.Between(End, 0, 1);

    /// <summary>How long it falls, in environment steps; 0 for <see cref="End"/> from the start.</summary>
    public long Steps { get; init => field = Require.AtLeast(value, 0); } = Require.AtLeast(Steps, 0);

    /// <inheritdoc/>
    public override double At(long step) => step >= Steps ? End : Start + (End - Start) * step / Steps;
}

/// <summary>Falls exponentially: end + (start - end) exp(-step / scale).</summary>
/// <param name="Start">The probability at step 0, from 0 to 1.</param>
/// <param name="End">What it approaches, from 0 to 1.</param>
/// <param name="Scale">After how many environment steps the distance to the end is a factor e smaller; above 0.</param>
public sealed record ExponentialExploration(double Start, double End, double Scale) : ExplorationSchedule
{
    /// <summary>The probability at step 0, from 0 to 1.</summary>
    public double Start { get; init => field = Require.Between(value, 0, 1); } = Require.Between(Start, 0, 1);

    /// <summary>What it approaches, from 0 to 1.</summary>
    public double End { get; init => field = Require.Between(value, 0, 1); } = Require.Between(End, 0, 1);

    /// <summary>After how many environment steps the distance to the end is a factor e smaller; above 0.</summary>
    public double Scale { get; init => field = Require.Positive(value); } = Require.Positive(Scale);

    /// <inheritdoc/>
    public override double At(long step) => End + (Start - End) * Math.Exp(-step / Scale);
}
