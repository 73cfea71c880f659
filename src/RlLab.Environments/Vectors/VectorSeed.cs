namespace RlLab.Environments;

/// <summary>The seeds of a vectorised world's instances.</summary>
public static class VectorSeed
{
    /// <summary>The seed of one instance.</summary>
    /// <param name="seed">The seed of the whole.</param>
    /// <param name="instance">The instance's number.</param>
    /// <remarks>
    /// Not their sum: instance 1 of seed 0 would then be instance 0 of seed 1, and runs with neighbouring seeds would share worlds.
    /// </remarks>
    public static long Of(long seed, int instance) => (long)new RandomGenerator(seed).Fork(instance).NextBits();
}
