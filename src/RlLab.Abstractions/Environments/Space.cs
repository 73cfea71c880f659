namespace RlLab;

/// <summary>A set of values that an action or an observation is taken from.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
public abstract record Space<T>
{
    /// <summary>Whether a value lies in the space.</summary>
    /// <param name="value">The value.</param>
    public abstract bool Contains(T value);

    /// <summary>Draws a value, all equally likely; on an unbounded side the distribution is the one Gymnasium uses.</summary>
    /// <param name="random">The generator to draw from.</param>
    public abstract T Sample(RandomGenerator random);
}
