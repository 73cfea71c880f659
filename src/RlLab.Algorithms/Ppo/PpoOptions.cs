namespace RlLab.Algorithms.Ppo;

/// <summary>How a draw without bounds becomes an action within the bounds of a <see cref="Box{T}"/>.</summary>
public enum ActionLimit
{
    /// <summary>Cut off at the bounds; the probability is that of the draw before.</summary>
    Clip,

    /// <summary>Squashed by tanh and stretched to the bounds; the entropy is that of the draw before.</summary>
    Squash,
}

/// <summary>The settings of <see cref="PpoTrainer{TElement, TAction}"/>; the defaults are those of CleanRL for control from vectors.</summary>
/// <remarks>
/// A value that cannot work is refused where it is set, with an <see cref="ArgumentOutOfRangeException"/>; values that cannot work together, by the
/// trainer, with an <see cref="ArgumentException"/>.
/// </remarks>
public sealed record PpoOptions
{
    /// <summary>Environment steps to train for, of all instances together; what would not fill a rollout is left.</summary>
    public required long Steps { get; init => field = Require.AtLeast(value, 1); }

    /// <summary>Steps of each instance in a rollout, after which the networks are updated. Default: 128.</summary>
    public int RolloutLength { get; init => field = Require.AtLeast(value, 1); } = 128;

    /// <summary>Minibatches that a rollout is divided into, without a remainder. Default: 4.</summary>
    public int Minibatches { get; init => field = Require.AtLeast(value, 1); } = 4;

    /// <summary>How often each step of a rollout is learned from. Default: 4.</summary>
    public int Epochs { get; init => field = Require.AtLeast(value, 1); } = 4;

    /// <summary>The discount of later rewards, from 0 to 1. Default: 0.99.</summary>
    public double Discount { get; init => field = Require.Between(value, 0, 1); } = 0.99;

    /// <summary>
    /// The weight of later advantages: lambda of generalised advantage estimation (Schulman et al., 2016), from 0 to 1. Default: 0.95; 0 trusts the
    /// value network alone, 1 the rewards alone.
    /// </summary>
    public double GaeLambda { get; init => field = Require.Between(value, 0, 1); } = 0.95;

    /// <summary>How far an action's probability may move from what it was in the rollout, as a share of it, above 0. Default: 0.2.</summary>
    public double ClipRange { get; init => field = Require.Positive(value); } = 0.2;

    /// <summary>Whether <see cref="ClipRange"/> falls to 0 in a line over the training. Default: false.</summary>
    public bool AnnealClipRange { get; init; }

    /// <summary>How far a value may move from what it was in the rollout, above 0, in units of the returns. Default: 0.2; null for any way.</summary>
    public double? ValueClipRange { get; init => field = value is { } range ? Require.Positive(range, nameof(ValueClipRange)) : null; } = 0.2;

    /// <summary>Whether the advantages of a minibatch are shifted and scaled to mean 0 and standard deviation 1. Default: true.</summary>
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>
    /// Whether rewards are divided by the running standard deviation of their discounted sums, and cut to +-10. Default: false. Logged returns are
    /// never changed.
    /// </summary>
    public bool NormalizeRewards { get; init; }

    /// <summary>The weight of the value's loss, half of the mean squared error. Default: 0.5.</summary>
    public double ValueWeight { get; init => field = Require.AtLeast(value, 0); } = 0.5;

    /// <summary>The weight of the entropy bonus, which rewards exploration. Default: 0.01; 0 for none.</summary>
    public double EntropyWeight { get; init => field = Require.AtLeast(value, 0); } = 0.01;

    /// <summary>The Euclidean norm that all gradients together are scaled down to, above 0. Default: 0.5; null for no limit.</summary>
    public double? MaxGradientNorm { get; init => field = value is { } norm ? Require.Positive(norm, nameof(MaxGradientNorm)) : null; } = 0.5;

    /// <summary>Whether the optimiser's learning rates fall to 0 in a line over the training. Default: true.</summary>
    public bool AnnealLearningRate { get; init; } = true;

    /// <summary>
    /// The mean Kullback-Leibler divergence from the rollout's policy, in nats, above which no further epoch learns from the rollout, above 0.
    /// Default: null, all <see cref="Epochs"/> do.
    /// </summary>
    public double? TargetKl { get; init => field = value is { } target ? Require.Positive(target, nameof(TargetKl)) : null; }

    /// <summary>How draws come within the bounds of continuous actions. Default: <see cref="Ppo.ActionLimit.Clip"/>; ignored where actions are
    /// not of a <see cref="Box{T}"/>.</summary>
    public ActionLimit ActionLimit { get; init => field = Require.Defined(value); } = ActionLimit.Clip;

    /// <summary>
    /// Environment steps between evaluations, which are taken after the rollout that passes them, and once an episode has ended; the end of training
    /// is always one. Default: 10,000.
    /// </summary>
    public long EvaluateEvery { get; init => field = Require.AtLeast(value, 1); } = 10_000;

    /// <summary>Episodes of an evaluation. Default: 20.</summary>
    public int EvaluationEpisodes { get; init => field = Require.AtLeast(value, 1); } = 20;

    /// <summary>Episodes of the evaluation at the end. Default: 100.</summary>
    public int FinalEvaluationEpisodes { get; init => field = Require.AtLeast(value, 1); } = 100;

    /// <summary>Whether evaluations, films and playback take the likeliest action instead of drawing one. Default: true.</summary>
    public bool EvaluateGreedily { get; init; } = true;

    /// <summary>
    /// Environment steps between films of an episode, taken after the evaluation that passes them. Default: 0, only one at the end.
    /// </summary>
    public long FilmEvery { get; init => field = Require.AtLeast(value, 0); }

    internal EvaluationPlan Evaluations => new(EvaluateEvery, EvaluationEpisodes, FinalEvaluationEpisodes, FilmEvery, FilmFramesPerSecond: null);

    /// <summary>These options, if they can work together with a number of instances.</summary>
    /// <exception cref="ArgumentException">They cannot.</exception>
    internal PpoOptions Checked(int instances)
    {
        var rows = (long)RolloutLength * instances;
        if (rows > Steps)
        {
            throw new ArgumentException(
                $"RolloutLength is {RolloutLength}, with {instances} instances {rows:N0} steps, and Steps is {Steps:N0}: training would end before "
                + "the first update.");
        }

        if (rows % Minibatches != 0)
        {
            throw new ArgumentException(
                $"RolloutLength is {RolloutLength}, with {instances} instances {rows:N0} steps, which do not divide into {Minibatches} minibatches.");
        }

        return !NormalizeAdvantages || rows > Minibatches ? this : throw new ArgumentException(
            $"Minibatches is {Minibatches}, of one step each, and NormalizeAdvantages would make each advantage 0: nothing would be learned.");
    }

    /// <summary>Rollouts in a training.</summary>
    internal long Rollouts(int instances) => Steps / ((long)RolloutLength * instances);
}
