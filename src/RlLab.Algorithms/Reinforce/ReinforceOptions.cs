namespace RlLab.Algorithms.Reinforce;

/// <summary>What is subtracted from the returns before they weigh the log-probabilities; it changes the variance, not the expectation.</summary>
public enum Baseline
{
    /// <summary>Nothing: the estimator of Williams (1992) as it stands.</summary>
    None,

    /// <summary>The running mean of all returns so far.</summary>
    RunningMean,

    /// <summary>A value network's estimate of each state's return, trained beside the policy.</summary>
    LearnedValue,
}

/// <summary>The settings of <see cref="ReinforceTrainer"/>.</summary>
/// <remarks>
/// A value that cannot work is refused where it is set, with an <see cref="ArgumentOutOfRangeException"/>; values that cannot work together, by the
/// trainer, with an <see cref="ArgumentException"/>.
/// </remarks>
public sealed record ReinforceOptions
{
    /// <summary>The discount of later rewards, from 0 to 1. Default: 0.99.</summary>
    public double Discount { get; init => field = Require.Between(value, 0, 1); } = 0.99;

    /// <summary>The weight of the entropy bonus, which rewards exploration. Default: 0.1; 0 for none.</summary>
    public double EntropyWeight { get; init => field = Require.AtLeast(value, 0); } = 0.1;

    /// <summary>What is subtracted from the returns. Default: <see cref="Reinforce.Baseline.None"/>.</summary>
    public Baseline Baseline { get; init => field = Require.Defined(value); } = Baseline.None;

    /// <summary>Whether an update's weights are shifted and scaled to mean 0 and standard deviation 1. Default: false.</summary>
    public bool NormalizeReturns { get; init; }

    /// <summary>Episodes whose steps form one update. Default: 1.</summary>
    public int EpisodesPerUpdate { get; init => field = Require.AtLeast(value, 1); } = 1;

    /// <summary>Episodes in an iteration, after which the mean return is judged. Default: 100.</summary>
    public int EpisodesPerIteration { get; init => field = Require.AtLeast(value, 1); } = 100;

    /// <summary>Iterations at most. Default: 100.</summary>
    public int Iterations { get; init => field = Require.AtLeast(value, 1); } = 100;

    /// <summary>Training stops when an iteration's mean return passes this. Default: 500; infinity to train to the end.</summary>
    public double SolvedReturn { get; init => field = Require.Number(value); } = 500;

    /// <summary>
    /// Training stops after the iteration in which it comes to this many environment steps, at least 1: to compare it with what is trained by steps.
    /// Default: null, only after <see cref="Iterations"/>.
    /// </summary>
    public long? Steps { get; init => field = value is { } steps ? Require.AtLeast(steps, 1, nameof(Steps)) : null; }

    /// <summary>Iterations between evaluations; the last iteration is always one. Default: 25.</summary>
    public int EvaluateEvery { get; init => field = Require.AtLeast(value, 1); } = 25;

    /// <summary>Episodes of an evaluation, of the policy's draws and again of its likeliest actions. Default: 20.</summary>
    public int EvaluationEpisodes { get; init => field = Require.AtLeast(value, 1); } = 20;

    /// <summary>Iterations between films of an episode. Default: 0, only one at the end.</summary>
    public int FilmEvery { get; init => field = Require.AtLeast(value, 0); }

    /// <summary>These options, if they can work together.</summary>
    /// <exception cref="ArgumentException">They cannot.</exception>
    internal ReinforceOptions Checked() => EpisodesPerUpdate <= (long)EpisodesPerIteration * Iterations ? this : throw new ArgumentException(
        $"EpisodesPerUpdate is {EpisodesPerUpdate}, EpisodesPerIteration {EpisodesPerIteration} and Iterations {Iterations}: training would end "
        + "before the first update.");
}
