namespace RlLab.Algorithms.Sac;

/// <summary>All that changes as SAC trains.</summary>
/// <param name="game">The world to learn in.</param>
/// <param name="replay">What is remembered.</param>
/// <param name="update">Improves the networks.</param>
/// <param name="evaluator">Keeps the best policy.</param>
/// <param name="acting">What actions are drawn from.</param>
/// <param name="learning">What batches and their noise are drawn from.</param>
[Checkpointed]
internal sealed partial class SacTraining(
    CheckedWorld<float, float[]> game,
    ContinuousReplay replay,
    SacUpdate update,
    PolicyEvaluator<float, float[]> evaluator,
    RandomGenerator acting,
    RandomGenerator learning)
{
    public CheckedWorld<float, float[]> Game { get; } = game;

    public ContinuousReplay Replay { get; } = replay;

    public SacUpdate Update { get; } = update;

    public PolicyEvaluator<float, float[]> Evaluator { get; } = evaluator;

    public RandomGenerator Acting { get; } = acting;

    public RandomGenerator Learning { get; } = learning;

    /// <summary>What is seen now.</summary>
    public float[] Observation { get; } = new float[replay.ObservationLength];

    public TrainingSummary Summary { get; } = new();

    /// <summary>Environment steps so far.</summary>
    public long Step { get; set; }

    /// <summary>What the episode has earned so far.</summary>
    public double EpisodeReturn { get; set; }

    /// <summary>The episode's steps so far.</summary>
    public long EpisodeLength { get; set; }
}
