namespace RlLab;

/// <summary>Several choices at once: of each, one of the whole numbers 0 to its count - 1. Two with the same counts are equal.</summary>
public sealed record MultiDiscrete : Space<int[]>
{
    /// <summary>A space of several choices.</summary>
    /// <param name="counts">How many options each choice has, each at least 1; at least one choice.</param>
    /// <exception cref="ArgumentException">There is no choice, or a choice has no option.</exception>
    public MultiDiscrete(params IReadOnlyList<int> counts) => Counts = counts.Count >= 1 && counts.All(count => count >= 1)
        ? [.. counts]
        : throw new ArgumentException(
            $"A multi-discrete space has at least one choice, each of at least 1 option, but not [{string.Join(", ", counts)}].", nameof(counts));

    /// <summary>How many options each choice has.</summary>
    public IReadOnlyList<int> Counts { get; }

    /// <inheritdoc/>
    public override bool Contains(int[] value)
    {
        var isIn = value.Length == Counts.Count;
        for (var i = 0; isIn && i < value.Length; i++)
        {
            isIn = (uint)value[i] < (uint)Counts[i];
        }

        return isIn;
    }

    /// <inheritdoc/>
    public override int[] Sample(RandomGenerator random) => [.. Counts.Select(random.NextInt)];

    /// <summary>Whether another space has the same counts.</summary>
    /// <param name="other">The other space.</param>
    public bool Equals(MultiDiscrete? other) => other is not null && Counts.SequenceEqual(other.Counts);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var count in Counts)
        {
            hash.Add(count);
        }

        return hash.ToHashCode();
    }

    /// <summary>The counts.</summary>
    public override string ToString() => $"MultiDiscrete {{ Counts = [{string.Join(", ", Counts)}] }}";
}
