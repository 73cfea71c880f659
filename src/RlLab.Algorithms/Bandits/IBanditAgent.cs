namespace RlLab.Algorithms.Bandits;

/// <summary>Pulls one of several arms, again and again, and learns from what each pull earns.</summary>
public interface IBanditAgent
{
    /// <summary>Decides which arm to pull next.</summary>
    /// <param name="random">What to draw from.</param>
    int Choose(RandomGenerator random);

    /// <summary>Takes in what a pull has earned.</summary>
    /// <param name="arm">The arm that <see cref="Choose"/> gave last.</param>
    /// <param name="reward">What it earned.</param>
    void Learn(int arm, double reward);
}
