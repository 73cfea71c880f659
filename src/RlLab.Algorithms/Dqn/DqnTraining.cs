namespace RlLab.Algorithms.Dqn;

/// <summary>All that changes as DQN trains.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <param name="game">The world to learn in.</param>
/// <param name="replay">What is remembered.</param>
/// <param name="sampler">Draws from it.</param>
/// <param name="update">Improves the network.</param>
/// <param name="noise">The noise that the network acts with.</param>
/// <param name="evaluator">Keeps the best network.</param>
/// <param name="random">What exploration is drawn from.</param>
/// <param name="options">The settings.</param>
/// <param name="observationLength">Elements of one observation.</param>
[Checkpointed]
internal sealed partial class DqnTraining<TElement>(
    CheckedWorld<TElement, int> game,
    ReplayBuffer<TElement> replay,
    ReplaySampler<TElement> sampler,
    DqnUpdate update,
    NetworkNoise noise,
    PolicyEvaluator<TElement, int> evaluator,
    RandomGenerator random,
    DqnOptions options,
    int observationLength)
    where TElement : unmanaged, IComparable<TElement>
{
    public CheckedWorld<TElement, int> Game { get; } = game;

    public ReplayBuffer<TElement> Replay { get; } = replay;

    public ReplaySampler<TElement> Sampler { get; } = sampler;

    public DqnUpdate Update { get; } = update;

    public NetworkNoise Noise { get; } = noise;

    public PolicyEvaluator<TElement, int> Evaluator { get; } = evaluator;

    public RandomGenerator Random { get; } = random;

    /// <summary>What is seen now.</summary>
    public TElement[] Observation { get; } = new TElement[observationLength];

    public EpisodeSummary Episode { get; } = new();

    public EpisodeHistory History { get; } = new();

    public TrainingSummary Summary { get; } = new();

    public RewardPatience Patience { get; } = new(options.WaitForReward);

    /// <summary>Environment steps so far.</summary>
    public long Step { get; set; }
}
