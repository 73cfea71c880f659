namespace RlLab.Algorithms.Ppo;

/// <summary>All that changes as PPO trains.</summary>
/// <param name="game">The instances to learn in.</param>
/// <param name="rollout">The steps since the last update.</param>
/// <param name="update">Improves the networks.</param>
/// <param name="evaluator">Keeps the best policy.</param>
/// <param name="random">What actions are drawn from.</param>
/// <param name="scale">Scales rewards; null where they are left as they are.</param>
/// <param name="moments">What layers that normalise observations go by; null where there is none.</param>
[Checkpointed]
internal sealed partial class PpoTraining<TElement, TAction>(
    CheckedVector<TElement, TAction> game,
    Rollout<TElement> rollout,
    PpoUpdate<TElement, TAction> update,
    PolicyEvaluator<TElement, TAction> evaluator,
    RandomGenerator random,
    RewardScale? scale,
    ObservationMoments? moments)
    where TElement : unmanaged, IComparable<TElement>
{
    public CheckedVector<TElement, TAction> Game { get; } = game;

    public Rollout<TElement> Rollout { get; } = rollout;

    public PpoUpdate<TElement, TAction> Update { get; } = update;

    public PolicyEvaluator<TElement, TAction> Evaluator { get; } = evaluator;

    public RandomGenerator Random { get; } = random;

    public RewardScale? Scale { get; } = scale;

    public ObservationMoments? Moments { get; } = moments;

    /// <summary>What the instances see now.</summary>
    public TElement[] Observations { get; } = new TElement[game.Count * game.Length];

    /// <summary>Environment steps so far, of all instances.</summary>
    public long Steps { get; set; }

    /// <summary>Episodes that have ended.</summary>
    public long Episodes { get; set; }
}
