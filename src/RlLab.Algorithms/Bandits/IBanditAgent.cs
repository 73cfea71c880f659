namespace RlLab.Algorithms.Bandits;

/// <summary>Pulls one of several arms, again and again, and learns from what each pull earns.</summary>
/// <remarks>What it has learned is saved with its run; <see cref="CheckpointedAttribute"/> on a partial class has that written.</remarks>
public interface IBanditAgent : IResumable
{
    /// <summary>Decides which arm to pull next.</summary>
    /// <param name="random">What to draw from.</param>
    int Choose(RandomGenerator random);

    /// <summary>Takes in what a pull has earned.</summary>
    /// <param name="arm">The arm that <see cref="Choose"/> gave last.</param>
    /// <param name="reward">What it earned.</param>
    void Learn(int arm, double reward);
}
