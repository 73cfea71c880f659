namespace RlLab.Environments;

/// <summary>The check that every world makes of its caller's memory.</summary>
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

    /// <summary>Refuses buffers with another number of entries than there are instances.</summary>
    /// <param name="count">How many instances there are.</param>
    /// <param name="actions">The length of the buffer of actions.</param>
    /// <param name="rewards">The length of the buffer of rewards.</param>
    /// <param name="terminated">The length of the first buffer of flags.</param>
    /// <param name="truncated">The length of the second buffer of flags.</param>
    public static void Check(int count, int actions, int rewards, int terminated, int truncated)
    {
        if (actions != count || rewards != count || terminated != count || truncated != count)
        {
            throw new ArgumentException(
                $"With {count} instances a step takes {count} actions, rewards, terminated and truncated flags, "
                + $"not {actions}, {rewards}, {terminated} and {truncated}.");
        }
    }

    private static string Name(object world) => world.GetType().Name.Split('`')[0];
}
