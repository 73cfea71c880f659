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
/// <remarks>
/// A value that cannot work is refused where it is set, with an <see cref="ArgumentOutOfRangeException"/>; values that cannot work together, by the
/// trainer, with an <see cref="ArgumentException"/>.
/// </remarks>
public sealed record PromptingOptions
{
    /// <summary>What the listener hears. Default: <see cref="Prompting.Channel.Trained"/>.</summary>
    public Channel Channel { get; init => field = Require.Defined(value); } = Channel.Trained;

    /// <summary>What the bits of a message pass backward to the speaker. Default: <see cref="StraightThrough.Estimator.StraightThrough"/>.</summary>
    public Estimator Estimator { get; init => field = Require.Defined(value); } = Estimator.StraightThrough;

    /// <summary>Episodes to train for. Default: 20,000.</summary>
    public int Episodes { get; init => field = Require.AtLeast(value, 1); } = 20_000;

    /// <summary>Episodes in an update. Default: 32.</summary>
    public int EpisodesPerUpdate { get; init => field = Require.AtLeast(value, 1); } = 32;

    /// <summary>The discount of later rewards: below 1, an early escape is worth more. Default: 0.95.</summary>
    public double Discount { get; init => field = Require.Between(value, 0, 1); } = 0.95;

    /// <summary>The weight of the entropy bonus. Default: 0.01.</summary>
    public double EntropyWeight { get; init => field = Require.AtLeast(value, 0); } = 0.01;

    /// <summary>Episodes between evaluations. Default: 2,000.</summary>
    public int EvaluateEvery { get; init => field = Require.AtLeast(value, 1); } = 2_000;

    /// <summary>Episodes of an evaluation. Default: 500.</summary>
    public int EvaluationEpisodes { get; init => field = Require.AtLeast(value, 1); } = 500;

    /// <summary>These options, if they can work together.</summary>
    /// <exception cref="ArgumentException">They cannot.</exception>
    internal PromptingOptions Checked() => EpisodesPerUpdate <= Episodes ? this : throw new ArgumentException(
        $"EpisodesPerUpdate is {EpisodesPerUpdate} and Episodes {Episodes}: training would end before the first update.");
}
