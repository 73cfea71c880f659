namespace RlLab.Environments;

/// <summary>The checks that every world makes of its caller's memory, before anything happens.</summary>
internal static class Buffers
{
    /// <summary>Refuses an observation buffer of the wrong length.</summary>
    /// <param name="world">Who refuses.</param>
    /// <param name="space">The space of one observation.</param>
    /// <param name="length">The buffer's length.</param>
    /// <param name="count">How many observations it is to hold.</param>
    public static void Check<TElement>(object world, Box<TElement> space, int length, int count = 1)
        where TElement : unmanaged, IComparable<TElement>
    {
        if (length != space.Length * count)
        {
            throw new ArgumentException(
                $"{Name(world)} writes {space.Length * count} elements into an observation buffer, but this one holds {length}.");
        }
    }

    /// <summary>Refuses a vectorised step's buffers where one has the wrong length, or where the final observations would be overwritten.</summary>
    /// <param name="world">Who refuses.</param>
    /// <param name="space">The space of one observation.</param>
    /// <param name="count">How many instances there are.</param>
    /// <param name="actions">The length of the buffer of actions.</param>
    /// <param name="observations">The buffer of observations.</param>
    /// <param name="rewards">The length of the buffer of rewards.</param>
    /// <param name="terminated">The length of the first buffer of flags.</param>
    /// <param name="truncated">The length of the second buffer of flags.</param>
    /// <param name="finalObservations">The buffer of final observations.</param>
    public static void CheckStep<TElement>(
        object world,
        Box<TElement> space,
        int count,
        int actions,
        ReadOnlySpan<TElement> observations,
        int rewards,
        int terminated,
        int truncated,
        ReadOnlySpan<TElement> finalObservations)
        where TElement : unmanaged, IComparable<TElement>
    {
        Check(world, space, observations.Length, count);
        Check(world, space, finalObservations.Length, count);
        if (actions != count || rewards != count || terminated != count || truncated != count)
        {
            throw new ArgumentException(
                $"With {count} instances a step takes {count} actions, rewards, terminated and truncated flags, "
                + $"not {actions}, {rewards}, {terminated} and {truncated}.");
        }

        if (observations.Overlaps(finalObservations))
        {
            throw new ArgumentException(
                "Observations and final observations share memory, so that the next episode's first one would overwrite the ended one's last.");
        }
    }

    /// <summary>Refuses a buffer that does not hold a flag for each action.</summary>
    /// <param name="world">Who refuses.</param>
    /// <param name="actions">How many actions there are.</param>
    /// <param name="length">The buffer's length.</param>
    public static void CheckMask(object world, int actions, int length)
    {
        if (length != actions)
        {
            throw new ArgumentException($"{Name(world)} has {actions} actions, so a mask holds as many flags, not {length}.");
        }
    }

    /// <summary>A world's name in messages.</summary>
    public static string Name(object world) => world.GetType().Name.Split('`')[0];
}
