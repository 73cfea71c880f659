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
public sealed record ReinforceOptions
{
    /// <summary>The discount of later rewards, from 0 to 1. Default: 0.99.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>The weight of the entropy bonus, which rewards exploration. Default: 0.1; 0 for none.</summary>
    public double EntropyWeight { get; init; } = 0.1;

    /// <summary>What is subtracted from the returns. Default: <see cref="Reinforce.Baseline.None"/>.</summary>
    public Baseline Baseline { get; init; } = Baseline.None;

    /// <summary>Whether an update's weights are shifted and scaled to mean 0 and standard deviation 1. Default: false.</summary>
    public bool NormalizeReturns { get; init; }

    /// <summary>Episodes whose steps form one update. Default: 1.</summary>
    public int EpisodesPerUpdate { get; init; } = 1;

    /// <summary>Episodes in an iteration, after which the mean return is judged. Default: 100.</summary>
    public int EpisodesPerIteration { get; init; } = 100;

    /// <summary>Iterations at most. Default: 100.</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>Training stops when an iteration's mean return passes this. Default: 500; infinity to train to the end.</summary>
    public double SolvedReturn { get; init; } = 500;

    /// <summary>Iterations between evaluations; the last iteration is always one. Default: 25.</summary>
    public int EvaluateEvery { get; init; } = 25;

    /// <summary>Episodes of an evaluation, of the policy's draws and again of its likeliest actions. Default: 20.</summary>
    public int EvaluationEpisodes { get; init; } = 20;

    /// <summary>Iterations between films of an episode. Default: 0, only one at the end.</summary>
    public int FilmEvery { get; init; }
}
