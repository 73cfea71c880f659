namespace RlLab;

/// <summary>The whole numbers 0 to <paramref name="Count"/> - 1.</summary>
/// <param name="Count">How many there are, at least 1.</param>
public sealed record Discrete(int Count) : Space<int>
{
    /// <summary>How many there are, at least 1.</summary>
    public int Count { get; } = Count >= 1
        ? Count
        : throw new ArgumentOutOfRangeException(nameof(Count), Count, "A discrete space holds at least 1 number.");

    /// <inheritdoc/>
    public override bool Contains(int value) => (uint)value < (uint)Count;

    /// <inheritdoc/>
    public override int Sample(RandomGenerator random) => random.NextInt(Count);

    /// <summary>Draws one of the numbers that a mask allows, all equally likely.</summary>
    /// <param name="random">The generator to draw from.</param>
    /// <param name="allowed">A flag for each number, as <see cref="IActionMask"/> gives them.</param>
    /// <exception cref="ArgumentException">The flags are not as many as the numbers, or allow none.</exception>
    public int Sample(RandomGenerator random, ReadOnlySpan<bool> allowed)
    {
        var left = allowed.Count(true);
        if (allowed.Length != Count || left == 0)
        {
            throw new ArgumentException(
                $"A mask of {Count} numbers has as many flags and allows at least one, but this one has {allowed.Length} and allows {left}.",
                nameof(allowed));
        }

        left = random.NextInt(left);
        var number = -1;
        while (left >= 0)
        {
            left -= allowed[++number] ? 1 : 0;
        }

        return number;
    }
}
