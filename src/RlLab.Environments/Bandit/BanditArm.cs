namespace RlLab.Environments;

/// <summary>One arm of a bandit: what it pays when it is pulled.</summary>
public abstract record BanditArm
{
    /// <summary>What it pays on average.</summary>
    public abstract double Mean { get; }

    /// <summary>What it pays this time.</summary>
    /// <param name="random">The generator to draw from.</param>
    public abstract double Pull(RandomGenerator random);
}

/// <summary>An arm that pays a normally distributed amount.</summary>
/// <param name="Mean">What it pays on average.</param>
/// <param name="Deviation">The standard deviation, 0 or above; 1 by default.</param>
public sealed record NormalArm(double Mean, double Deviation = 1) : BanditArm
{
    /// <inheritdoc/>
    public override double Mean { get; } = Constant.Finite(Mean);

    /// <summary>The standard deviation.</summary>
    public double Deviation { get; } = Constant.NotNegative(Deviation);

    /// <inheritdoc/>
    public override double Pull(RandomGenerator random) => Mean + Deviation * random.NextGaussian();
}

/// <summary>An arm that pays 1 or nothing.</summary>
/// <param name="Probability">How often it pays, 0 to 1.</param>
public sealed record BernoulliArm(double Probability) : BanditArm
{
    /// <summary>How often it pays, 0 to 1.</summary>
    public double Probability { get; } = Constant.Probability(Probability);

    /// <inheritdoc/>
    public override double Mean => Probability;

    /// <inheritdoc/>
    public override double Pull(RandomGenerator random) => random.NextDouble() < Probability ? 1 : 0;
}
