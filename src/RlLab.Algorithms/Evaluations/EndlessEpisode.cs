namespace RlLab.Algorithms;

/// <summary>Names an episode that is played to its end and has none: without this, an evaluation would go on for ever in silence.</summary>
internal static class EndlessEpisode
{
    /// <summary>Nine times the steps of the longest game of Atari that benchmarks allow.</summary>
    private const long Most = 1_000_000;

    /// <summary>Throws where an episode goes on after so many steps.</summary>
    /// <param name="steps">The steps so far.</param>
    /// <param name="done">Whether the last of them ended it.</param>
    /// <param name="world">The world.</param>
    /// <exception cref="InvalidOperationException">It does.</exception>
    public static void ThrowIf(long steps, bool done, object world)
    {
        if (steps >= Most && !done)
        {
            throw new InvalidOperationException(
                $"An episode of {world.GetType().Name.Split('`')[0]} that is played to its end has not ended after {steps:N0} steps: put the world "
                + "into a TimeLimit.");
        }
    }
}
