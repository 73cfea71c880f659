using RlLab.Algorithms.StraightThrough;

namespace RlLab.Algorithms.Prompting;

/// <summary>What the listener hears.</summary>
public enum Channel
{
    /// <summary>What the speaker's network says; it learns what to say from what the listener earns.</summary>
    Trained,

    /// <summary>Always the message of all zeros.</summary>
    Zero,

    /// <summary>A random message each step.</summary>
    Random,
}

/// <summary>The settings of <see cref="PromptingTrainer"/>.</summary>
public sealed record PromptingOptions
{
    /// <summary>What the listener hears. Default: <see cref="Prompting.Channel.Trained"/>.</summary>
    public Channel Channel { get; init; } = Channel.Trained;

    /// <summary>What the bits of a message pass backward to the speaker. Default: <see cref="StraightThrough.Estimator.StraightThrough"/>.</summary>
    public Estimator Estimator { get; init; } = Estimator.StraightThrough;

    /// <summary>Episodes to train for. Default: 20,000.</summary>
    public int Episodes { get; init; } = 20_000;

    /// <summary>Episodes in an update. Default: 32.</summary>
    public int EpisodesPerUpdate { get; init; } = 32;

    /// <summary>The discount of later rewards: below 1, an early escape is worth more. Default: 0.95.</summary>
    public double Discount { get; init; } = 0.95;

    /// <summary>The weight of the entropy bonus. Default: 0.01.</summary>
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>Episodes between evaluations. Default: 2,000.</summary>
    public int EvaluateEvery { get; init; } = 2_000;

    /// <summary>Episodes of an evaluation. Default: 500.</summary>
    public int EvaluationEpisodes { get; init; } = 500;
}
