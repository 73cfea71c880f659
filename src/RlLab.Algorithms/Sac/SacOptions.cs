namespace RlLab.Algorithms.Sac;

/// <summary>The settings of <see cref="SacTrainer"/>.</summary>
/// <remarks>
/// A value that cannot work is refused where it is set, with an <see cref="ArgumentOutOfRangeException"/>; values that cannot work together, by the
/// trainer, with an <see cref="ArgumentException"/>.
/// </remarks>
public sealed record SacOptions
{
    /// <summary>Environment steps to train for, at least 1.</summary>
    public required long Steps { get; init => field = Require.AtLeast(value, 1); }

    /// <summary>Transitions that are remembered, and one more for each episode's end. Default: 100,000; at least 3, <see cref="BatchSize"/> and
    /// <see cref="LearningStarts"/>.</summary>
    public int ReplayCapacity { get; init => field = Require.AtLeast(value, 3); } = 100_000;

    /// <summary>Transitions in an update. Default: 256.</summary>
    public int BatchSize { get; init => field = Require.AtLeast(value, 1); } = 256;

    /// <summary>Environment steps before the first update, in which actions are drawn from all of the space alike. Default: 1,000.</summary>
    public long LearningStarts { get; init => field = Require.AtLeast(value, 0); } = 1_000;

    /// <summary>Environment steps between trainings. Default: 1.</summary>
    public int TrainEvery { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>Updates in a training, of critics, policy, temperature and targets each. Default: 1.</summary>
    public int UpdatesPerTraining { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>The discount of later rewards, from 0 to 1. Default: 0.99.</summary>
    public double Discount { get; init => field = Require.Between(value, 0, 1); } = 0.99;

    /// <summary>How far the targets move towards the critics after each update, above 0 and at most 1. Default: 0.005.</summary>
    public double TargetUpdateRate { get; init => field = Require.Share(value); } = 0.005;

    /// <summary>What a nat of entropy is worth in reward, at first: alpha, above 0. Default: 1.</summary>
    public double Temperature { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The step size of Adam for the logarithm of the temperature. Default: 0.0003; 0 keeps <see cref="Temperature"/> as it is.</summary>
    public double TemperatureLearningRate { get; init => field = Require.AtLeast(value, 0); } = 3e-4;

    /// <summary>
    /// The entropy that the temperature is led by, in nats, of actions counted from -1 to 1. Default: null, minus the number of an action's elements.
    /// Ignored where the temperature stays as it is.
    /// </summary>
    public double? TargetEntropy { get; init => field = value is { } entropy ? Require.Finite(entropy, nameof(TargetEntropy)) : null; }

    /// <summary>Environment steps between evaluations; the last step is always one. Default: 10,000.</summary>
    public long EvaluateEvery { get; init => field = Require.AtLeast(value, 1); } = 10_000;

    /// <summary>Episodes of an evaluation. Default: 20.</summary>
    public int EvaluationEpisodes { get; init => field = Require.AtLeast(value, 1); } = 20;

    /// <summary>Episodes of the evaluation at the end. Default: 100.</summary>
    public int FinalEvaluationEpisodes { get; init => field = Require.AtLeast(value, 1); } = 100;

    /// <summary>
    /// Environment steps between films of an episode of the mean actions, taken after the evaluation at that step. Default: 0, only one at the end.
    /// </summary>
    public long FilmEvery { get; init => field = Require.AtLeast(value, 0); }

    /// <summary>How fast a film plays, in frames a second. Default: null, at the world's own pace.</summary>
    public double? FilmFramesPerSecond { get; init => field = value is { } rate ? Require.Positive(rate, nameof(FilmFramesPerSecond)) : null; }

    /// <summary>Environment steps between logged means of losses, values and speed. Default: 1,000.</summary>
    public long LogEvery { get; init => field = Require.AtLeast(value, 1); } = 1_000;

    internal EvaluationPlan Evaluations => new(EvaluateEvery, EvaluationEpisodes, FinalEvaluationEpisodes, FilmEvery, FilmFramesPerSecond);

    /// <summary>These options, if they can work together.</summary>
    /// <exception cref="ArgumentException">They cannot.</exception>
    internal SacOptions Checked()
    {
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

        var first = (Math.Max(LearningStarts, 1) + TrainEvery - 1) / TrainEvery * TrainEvery;
        return first <= Steps ? this : throw new ArgumentException(
            $"Steps is {Steps}, and the first update would come at step {first} (LearningStarts is {LearningStarts}, TrainEvery {TrainEvery}): "
            + "nothing would be learned.");
    }
}
