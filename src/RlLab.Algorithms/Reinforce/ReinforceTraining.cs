namespace RlLab.Algorithms.Reinforce;

/// <summary>All that changes as REINFORCE trains.</summary>
/// <param name="game">The world to learn in.</param>
/// <param name="update">Improves the policy.</param>
/// <param name="random">What actions are drawn from.</param>
/// <param name="length">Elements of one observation.</param>
[Checkpointed]
internal sealed partial class ReinforceTraining(
    CheckedWorld<float, int> game, ReinforceUpdate update, RandomGenerator random, int length)
{
    public CheckedWorld<float, int> Game { get; } = game;

    public ReinforceUpdate Update { get; } = update;

    public RandomGenerator Random { get; } = random;

    public EpisodeBatch Batch { get; } = new(length, game.Allowed.Length);

    /// <summary>What is seen now.</summary>
    public float[] Observation { get; private set; } = new float[length];

    /// <summary>Memory for what is seen next.</summary>
    [Rebuilt]
    public float[] Next { get; private set; } = new float[length];

    public IterationSummary Summary { get; private set; } = new();

    /// <summary>The iteration that goes on, from 1.</summary>
    public int Iteration { get; private set; } = 1;

    /// <summary>Episodes of this iteration that are over.</summary>
    public int Episodes { get; set; }

    /// <summary>Environment steps so far.</summary>
    public long Steps { get; set; }

    /// <summary>The steps before the episode that goes on; null where none does.</summary>
    public long? EpisodeStart { get; set; }

    /// <summary>What the episode has earned so far.</summary>
    public double EpisodeReturn { get; set; }

    /// <summary>The highest mean return of an iteration.</summary>
    public double Best { get; set; } = double.NegativeInfinity;

    /// <summary>What came next is what is seen now.</summary>
    public void Advance() => (Observation, Next) = (Next, Observation);

    /// <summary>Begins the next iteration.</summary>
    public void BeginIteration() => (Iteration, Episodes, Summary) = (Iteration + 1, 0, new IterationSummary());
}
