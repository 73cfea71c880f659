namespace RlLab.Algorithms.Bandits;

/// <summary>All that changes as a bandit's arms are pulled.</summary>
/// <param name="game">The bandit.</param>
/// <param name="agent">Who pulls.</param>
/// <param name="random">What the agent draws from.</param>
/// <param name="arms">How many arms there are.</param>
[Checkpointed]
internal sealed partial class BanditTraining(CheckedWorld<float, int> game, IBanditAgent agent, RandomGenerator random, int arms)
{
    public CheckedWorld<float, int> Game { get; } = game;

    public IBanditAgent Agent { get; } = agent;

    public RandomGenerator Random { get; } = random;

    /// <summary>How often each arm was pulled in the last tenth.</summary>
    public long[] Counts { get; } = new long[arms];

    /// <summary>Pulls so far.</summary>
    public int Pull { get; set; }

    /// <summary>What is forgone, at the last logged point.</summary>
    public double Regret { get; set; }

    /// <summary>What was earned since.</summary>
    public double Rewards { get; set; }

    /// <summary>Pulls of a best arm since.</summary>
    public double Optimal { get; set; }
}
