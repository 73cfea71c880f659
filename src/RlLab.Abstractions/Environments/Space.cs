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

/// <summary>The whole numbers 0 to <paramref name="Count"/> - 1.</summary>
/// <param name="Count">How many there are.</param>
public sealed record Discrete(int Count) : Space<int>
{
    /// <inheritdoc/>
    public override bool Contains(int value) => value >= 0 && value < Count;

    /// <inheritdoc/>
    public override int Sample(RandomGenerator random) => random.NextInt(Count);
}

/// <summary>Arrays of a fixed shape, with bounds for each element.</summary>
/// <typeparam name="T">An element's type: <see cref="float"/>, or <see cref="byte"/> for pixels.</typeparam>
public sealed record Box<T> : Space<T[]>
    where T : unmanaged, IComparable<T>
{
    /// <summary>A box with bounds of its own for each element.</summary>
    /// <param name="shape">The size of each dimension, row-major: height, width, channels for a picture.</param>
    /// <param name="low">The smallest value of each element.</param>
    /// <param name="high">The largest value of each element.</param>
    /// <exception cref="ArgumentException">The bounds are not as many as the shape has elements.</exception>
    public Box(IReadOnlyList<int> shape, IReadOnlyList<T> low, IReadOnlyList<T> high)
    {
        (Shape, Low, High) = (shape, low, high);
        Length = shape.Aggregate(1, (product, size) => product * size);
        if (low.Count != Length || high.Count != Length)
        {
            throw new ArgumentException($"A box of shape [{string.Join(", ", shape)}] needs {Length} bounds on each side, not {low.Count} and {high.Count}.");
        }
    }

    /// <summary>A box with the same bounds for every element.</summary>
    /// <param name="low">The smallest value of an element.</param>
    /// <param name="high">The largest value of an element.</param>
    /// <param name="shape">The size of each dimension.</param>
    public Box(T low, T high, params IReadOnlyList<int> shape)
        : this(shape, [.. Enumerable.Repeat(low, shape.Aggregate(1, (p, s) => p * s))], [.. Enumerable.Repeat(high, shape.Aggregate(1, (p, s) => p * s))])
    {
    }

    /// <summary>The size of each dimension, row-major.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How many elements a value has.</summary>
    public int Length { get; }

    /// <summary>The smallest value of each element.</summary>
    public IReadOnlyList<T> Low { get; }

    /// <summary>The largest value of each element.</summary>
    public IReadOnlyList<T> High { get; }

    /// <inheritdoc/>
    public override bool Contains(T[] value) => Contains(value.AsSpan());

    /// <summary>Whether a value lies in the space.</summary>
    /// <param name="value">The value's elements.</param>
    public bool Contains(ReadOnlySpan<T> value)
    {
        if (value.Length != Length)
        {
            return false;
        }

        for (var i = 0; i < value.Length; i++)
        {
            if (!(value[i].CompareTo(Low[i]) >= 0 && value[i].CompareTo(High[i]) <= 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override T[] Sample(RandomGenerator random)
    {
        var value = new T[Length];
        for (var i = 0; i < Length; i++)
        {
            value[i] = Sample(random, Low[i], High[i]);
        }

        return value;
    }

    /// <summary>The shape and the bounds; bounds that are all alike are shown once.</summary>
    public override string ToString() => $"Box {{ Shape = [{string.Join(", ", Shape)}], Low = {Show(Low)}, High = {Show(High)} }}";

    private static string Show(IReadOnlyList<T> bounds) => bounds.Distinct().Count() == 1 ? $"{bounds[0]}" : $"[{string.Join(", ", bounds)}]";

    private static T Sample(RandomGenerator random, T low, T high)
    {
        switch (low, high)
        {
            case (byte a, byte b):
                return (T)(object)(byte)(a + random.NextInt(b - a + 1));
            case (float a, float b):
                var drawn = (float.IsFinite(a), float.IsFinite(b)) switch
                {
                    (true, true) => a + (b - a) * random.NextDouble(),
                    (true, false) => a - Math.Log(1 - random.NextDouble()),
                    (false, true) => b + Math.Log(1 - random.NextDouble()),
                    _ => random.NextGaussian(),
                };
                return (T)(object)(float)drawn;
            default:
                throw new NotSupportedException($"A box of {typeof(T).Name} cannot be sampled; float and byte can.");
        }
    }
}
