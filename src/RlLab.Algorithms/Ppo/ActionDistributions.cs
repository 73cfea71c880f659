namespace RlLab.Algorithms.Ppo;

/// <summary>Which distribution a space of actions is drawn by.</summary>
internal static class ActionDistributions
{
    /// <summary>The distribution of a space.</summary>
    /// <exception cref="ArgumentException">There is none for it.</exception>
    public static ActionDistribution<TAction> Of<TAction>(Space<TAction> space, ActionLimit limit)
    {
        object distribution = (object)space switch
        {
            Discrete discrete => new Categorical(discrete.Count),
            MultiDiscrete several => new MultiCategorical(several),
            Box<float> box => new Gaussian(box, limit),
            _ => throw new ArgumentException($"Actions of {space} cannot be drawn; those of a Discrete, a MultiDiscrete or a Box of float can."),
        };
        return (ActionDistribution<TAction>)distribution;
    }
}
