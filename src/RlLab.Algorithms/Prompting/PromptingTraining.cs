using static TorchSharp.torch;

namespace RlLab.Algorithms.Prompting;

/// <summary>All that changes as a speaker and a listener are trained.</summary>
/// <param name="player">Plays in the world to learn in.</param>
/// <param name="evaluation">Plays in a world of its own.</param>
/// <param name="networks">The networks that both play with.</param>
/// <param name="optimizer">Improves them.</param>
/// <param name="random">What actions and random messages are drawn from.</param>
[Checkpointed]
internal sealed partial class PromptingTraining(
    PromptingPlayer player, PromptingPlayer evaluation, PromptingNetworks networks, optim.Optimizer optimizer, RandomGenerator random)
{
    public PromptingPlayer Player { get; } = player;

    public PromptingPlayer Evaluation { get; } = evaluation;

    public PromptingNetworks Networks { get; } = networks;

    public optim.Optimizer Optimizer { get; } = optimizer;

    public RandomGenerator Random { get; } = random;

    /// <summary>The episodes of the next update.</summary>
    public PromptedEpisodes Batch { get; } = new();

    /// <summary>Episodes that are over.</summary>
    public int Episodes { get; set; }

    /// <summary>Environment steps up to the last update.</summary>
    public long Steps { get; set; }

    /// <summary>Episodes since the last update in which the listener earned something.</summary>
    public int Successes { get; set; }
}
