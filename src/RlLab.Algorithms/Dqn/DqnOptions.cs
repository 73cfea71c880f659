namespace RlLab.Algorithms.Dqn;

/// <summary>How a temporal-difference error counts in the loss.</summary>
public enum TemporalDifferenceLoss
{
    /// <summary>Squared.</summary>
    Squared,

    /// <summary>Squared up to 1 and linear beyond (Huber, or smooth L1), so that one surprise does not outweigh a batch.</summary>
    Huber,
}

/// <summary>How gradients are limited before a step.</summary>
public enum GradientLimit
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Each element is clamped to plus or minus the limit.</summary>
    Value,

    /// <summary>All together are scaled down to a Euclidean norm of the limit.</summary>
    Norm,
}

/// <summary>The settings of <see cref="DqnTrainer{TElement}"/>; what goes beyond Mnih et al. (2015) is off by default.</summary>
/// <remarks>
/// A value that cannot work is refused where it is set, with an <see cref="ArgumentOutOfRangeException"/>; values that cannot work together, by the
/// trainer, with an <see cref="ArgumentException"/>.
/// </remarks>
public sealed record DqnOptions
{
    /// <summary>Environment steps to train for, at least 1.</summary>
    public required long Steps { get; init => field = Require.AtLeast(value, 1); }

    /// <summary>The probability of a random action, by environment steps so far.</summary>
    public required ExplorationSchedule Exploration { get; init; }

    /// <summary>Transitions that are remembered, and one more for each episode's end. Default: 10,000; more than <see cref="NStep"/> and
    /// <see cref="Stack"/> together, and at least <see cref="BatchSize"/> and <see cref="LearningStarts"/>.</summary>
    public int ReplayCapacity { get; init => field = Require.AtLeast(value, 2); } = 10_000;

    /// <summary>Last observations that make up what the network sees, at most 255. Default: 1, the current one alone.</summary>
    public int Stack { get; init => field = Require.Between(value, 1, 255); } = 1;

    /// <summary>Transitions in an update. Default: 128.</summary>
    public int BatchSize { get; init => field = Require.AtLeast(value, 1); } = 128;

    /// <summary>Environment steps before the first update. Default: 10,000.</summary>
    public long LearningStarts { get; init => field = Require.AtLeast(value, 0); } = 10_000;

    /// <summary>Environment steps between trainings. Default: 10.</summary>
    public int TrainEvery { get; init => field = Require.AtLeast(value, 1); } = 10;

    /// <summary>Updates in a training. Default: 1.</summary>
    public int UpdatesPerTraining { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>The discount of later rewards, from 0 to 1. Default: 0.99.</summary>
    public double Discount { get; init => field = Require.Between(value, 0, 1); } = 0.99;

    /// <summary>Environment steps between updates of the target network. Default: 500.</summary>
    public int TargetUpdateEvery { get; init => field = Require.AtLeast(value, 1); } = 500;

    /// <summary>How far the target network moves towards the network at its update, above 0. Default: 1, a copy; below, a soft update.</summary>
    public double TargetUpdateRate { get; init => field = Require.Share(value); } = 1;

    /// <summary>
    /// How the network describes the distribution of each action's return, by so many numbers an action. Default: null, it gives the expectation
    /// alone.
    /// </summary>
    public ValueDistribution? Distribution { get; init; }

    /// <summary>
    /// How an error counts. Default: <see cref="TemporalDifferenceLoss.Squared"/>. Ignored where there is a <see cref="Distribution"/>, which has an
    /// error of its own.
    /// </summary>
    public TemporalDifferenceLoss Loss { get; init => field = Require.Defined(value); } = TemporalDifferenceLoss.Squared;

    /// <summary>How gradients are limited. Default: <see cref="Dqn.GradientLimit.None"/>.</summary>
    public GradientLimit GradientLimit { get; init => field = Require.Defined(value); } = GradientLimit.None;

    /// <summary>The limit of <see cref="GradientLimit"/>, above 0. Default: 1; ignored where there is none.</summary>
    public double GradientLimitValue { get; init => field = Require.Positive(value); } = 1;

    /// <summary>
    /// Whether the network, not its target, chooses the action that the target network then values (van Hasselt et al., 2016). Default: false.
    /// </summary>
    public bool Double { get; init; }

    /// <summary>Rewards that are summed before the target network takes over (Sutton, 1988). Default: 1.</summary>
    public int NStep { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>How strongly replay favours surprising transitions: alpha of Schaul et al. (2016), from 0 to 1. Default: 0, uniform replay.</summary>
    public double PriorityExponent { get; init => field = Require.Between(value, 0, 1); }

    /// <summary>
    /// How much of that bias is corrected at the start; it rises to all of it at the end: beta of Schaul et al., from 0 to 1. Default: 0.4.
    /// Ignored in uniform replay.
    /// </summary>
    public double PriorityCorrection { get; init => field = Require.Between(value, 0, 1); } = 0.4;

    /// <summary>Whether updates wait, in each life, until something other than 0 was earned. Default: false.</summary>
    public bool WaitForReward { get; init; }

    /// <summary>Environment steps between evaluations; the last step is always one. Default: 10,000.</summary>
    public long EvaluateEvery { get; init => field = Require.AtLeast(value, 1); } = 10_000;

    /// <summary>Episodes of an evaluation. Default: 20.</summary>
    public int EvaluationEpisodes { get; init => field = Require.AtLeast(value, 1); } = 20;

    /// <summary>Episodes of the evaluation at the end. Default: 100.</summary>
    public int FinalEvaluationEpisodes { get; init => field = Require.AtLeast(value, 1); } = 100;

    /// <summary>
    /// Environment steps between films of a greedy episode, taken after the evaluation at that step. Default: 0, only one at the end.
    /// </summary>
    public long FilmEvery { get; init => field = Require.AtLeast(value, 0); }

    /// <summary>How fast a film plays, in frames a second. Default: null, at the world's own pace.</summary>
    public double? FilmFramesPerSecond { get; init => field = value is { } rate ? Require.Positive(rate, nameof(FilmFramesPerSecond)) : null; }

    /// <summary>Environment steps between logged means of loss, value and speed. Default: 1,000.</summary>
    public long LogEvery { get; init => field = Require.AtLeast(value, 1); } = 1_000;

    internal EvaluationPlan Evaluations => new(EvaluateEvery, EvaluationEpisodes, FinalEvaluationEpisodes, FilmEvery, FilmFramesPerSecond);

    /// <summary>These options, if they can work together.</summary>
    /// <exception cref="ArgumentException">They cannot.</exception>
    internal DqnOptions Checked()
    {
        Distribution?.Check();

        // The newest transitions have not all of their rewards yet, and the oldest have lost the start of their stacks.
        if (ReplayCapacity <= (long)NStep + Stack)
        {
            throw new ArgumentException(
                $"ReplayCapacity is {ReplayCapacity}, NStep {NStep} and Stack {Stack}: no transition would ever be whole. The first must be "
                + "above the sum of the others.");
        }

        if (ReplayCapacity < BatchSize)
        {
            throw new ArgumentException(
                $"ReplayCapacity is {ReplayCapacity} and BatchSize {BatchSize}: there would never be as many transitions to draw from.");
        }

        if (ReplayCapacity < LearningStarts)
        {
            throw new ArgumentException(
                $"ReplayCapacity is {ReplayCapacity} and LearningStarts {LearningStarts}: the first of those steps would be forgotten before they "
                + "are learned from.");
        }

        var first = (Math.Max(LearningStarts, NStep) + TrainEvery - 1) / TrainEvery * TrainEvery;
        return first <= Steps ? this : throw new ArgumentException(
            $"Steps is {Steps}, and the first update would come at step {first} (LearningStarts is {LearningStarts}, NStep {NStep}, TrainEvery "
            + $"{TrainEvery}): nothing would be learned.");
    }
}
