namespace RlLab.Algorithms.Bandits;

/// <summary>Pulls one of several arms, again and again, and learns from what each pull earns.</summary>
/// <remarks>What it has learned is saved with its run; <see cref="CheckpointedAttribute"/> on a partial class has that written.</remarks>
public interface IBanditAgent : IResumable
{
    /// <summary>Decides which arm to pull next.</summary>
    /// <param name="random">What to draw from.</param>
    int Choose(RandomGenerator random);

    /// <summary>Decides as <see cref="Choose"/> does; where runs train in lanes, together with the agents of others.</summary>
    /// <param name="random">What to draw from.</param>
    /// <returns>The arm, at once where a run trains alone.</returns>
    ValueTask<int> ChooseAsync(RandomGenerator random) => ValueTask.FromResult(Choose(random));

    /// <summary>Learns as <see cref="Learn"/> does; where runs train in lanes, together with the agents of others.</summary>
    /// <param name="arm">The arm that was chosen last.</param>
    /// <param name="reward">What it earned.</param>
    ValueTask LearnAsync(int arm, double reward)
    {
        Learn(arm, reward);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes in what a pull has earned.</summary>
    /// <param name="arm">The arm that <see cref="Choose"/> gave last.</param>
    /// <param name="reward">What it earned.</param>
    void Learn(int arm, double reward);
}
