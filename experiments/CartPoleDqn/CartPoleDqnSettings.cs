using RlLab.Algorithms.Dqn;

namespace RlLab.Experiments;

/// <summary>Adam's settings.</summary>
public sealed record AdamSettings
{
    /// <summary>The step size.</summary>
    [LogUniform(3e-4, 1e-2)]
    public double LearningRate { get; init; } = 2.2e-3;

    /// <summary>What keeps the step finite where a gradient vanishes.</summary>
    public double Epsilon { get; init; } = 1e-8;
}

/// <summary>How the probability of a random action falls from 1.</summary>
public abstract record Annealing
{
    /// <summary>The probability at the end.</summary>
    [LogUniform(0.01, 0.2)]
    public double End { get; init; } = 0.04;

    /// <summary>The probability in the course of a training.</summary>
    /// <param name="steps">The training's environment steps.</param>
    public abstract ExplorationSchedule Over(int steps);

    /// <summary>It falls in a straight line.</summary>
    /// <param name="Share">The part of the training that it falls for.</param>
    public sealed record Linear([property: Uniform(0.05, 0.5)] double Share = 0.16) : Annealing
    {
        /// <inheritdoc/>
        public override ExplorationSchedule Over(int steps) => new LinearExploration(1, End, (long)Math.Round(steps * Share));
    }

    /// <summary>It falls exponentially.</summary>
    /// <param name="Folds">How often it falls by a factor e, were it to fall to 0.</param>
    public sealed record Exponential([property: LogIntRange(4, 32)] int Folds = 8) : Annealing
    {
        /// <inheritdoc/>
        public override ExplorationSchedule Over(int steps) => new ExponentialExploration(1, End, (double)steps / Folds);
    }
}
