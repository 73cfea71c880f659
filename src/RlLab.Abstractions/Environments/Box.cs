namespace RlLab;

/// <summary>Arrays of a fixed shape, with bounds for each element; two boxes of one shape and the same bounds are equal.</summary>
/// <remarks>
/// A bound of infinity leaves its side open, so that every finite number of that side lies in the box. What is not finite never does.
/// </remarks>
/// <typeparam name="T">An element's type: <see cref="float"/>, or <see cref="byte"/> for pixels.</typeparam>
public sealed record Box<T> : Space<T[]>
    where T : unmanaged, IComparable<T>
{
    // The bounds once more: an array's elements are nearer than a list's, and every action is held against them.
    private readonly T[] _low, _high;

    /// <summary>A box with bounds of its own for each element.</summary>
    /// <param name="shape">The size of each dimension, row-major: height, width, channels for a picture. No size at all is a single number.</param>
    /// <param name="low">The smallest value of each element; -infinity for none.</param>
    /// <param name="high">The largest value of each element; infinity for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there are more elements than an array can have.</exception>
    /// <exception cref="ArgumentException">The bounds are not as many as the shape has elements, or leave an element no number.</exception>
    public Box(IReadOnlyList<int> shape, IReadOnlyList<T> low, IReadOnlyList<T> high)
    {
        (Shape, Low, High, Length) = ([.. shape], _low = [.. low], _high = [.. high], Elements(shape));
        if (Low.Count != Length || High.Count != Length)
        {
            throw new ArgumentException(
                $"A box of shape [{string.Join(", ", shape)}] needs {Length} bounds on each side, not {low.Count} and {high.Count}.");
        }

        for (var i = 0; i < Length; i++)
        {
            double least = Number(Low[i]), most = Number(High[i]);
            var isNone = double.IsNaN(least) || double.IsNaN(most) || least == double.PositiveInfinity || most == double.NegativeInfinity;
            if (isNone || Low[i].CompareTo(High[i]) > 0)
            {
                throw new ArgumentException(
                    $"Element {i} of a box of shape [{string.Join(", ", shape)}] has no number from {Low[i]} to {High[i]}: a lower bound is a number "
                    + "or -infinity, an upper one a number or infinity, and the lower one is not above the upper one.");
            }
        }
    }

    /// <summary>A box with the same bounds for every element.</summary>
    /// <param name="low">The smallest value of an element; -infinity for none.</param>
    /// <param name="high">The largest value of an element; infinity for none.</param>
    /// <param name="shape">The size of each dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there are more elements than an array can have.</exception>
    /// <exception cref="ArgumentException">The bounds leave an element no number.</exception>
    public Box(T low, T high, params IReadOnlyList<int> shape)
        : this(shape, [.. Enumerable.Repeat(low, Elements(shape))], [.. Enumerable.Repeat(high, Elements(shape))])
    {
    }

    /// <summary>The size of each dimension, row-major.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How many elements a value has.</summary>
    public int Length { get; }

    /// <summary>The smallest value of each element; -infinity where there is none.</summary>
    public IReadOnlyList<T> Low { get; }

    /// <summary>The largest value of each element; infinity where there is none.</summary>
    public IReadOnlyList<T> High { get; }

    /// <inheritdoc/>
    public override bool Contains(T[] value) => Contains(value.AsSpan());

    /// <summary>Whether a value lies in the space: its length is the space's, and each element is finite and within its bounds.</summary>
    /// <param name="value">The value's elements.</param>
    public bool Contains(ReadOnlySpan<T> value)
    {
        if (value.Length != Length)
        {
            return false;
        }

        for (var i = 0; i < value.Length; i++)
        {
            if (!(double.IsFinite(Number(value[i])) && value[i].CompareTo(_low[i]) >= 0 && value[i].CompareTo(_high[i]) <= 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Without bounds a number is normally distributed with deviation 1; with one, its distance from it is exponentially distributed with mean 1.
    /// </remarks>
    public override T[] Sample(RandomGenerator random)
    {
        var value = new T[Length];
        for (var i = 0; i < Length; i++)
        {
            value[i] = Sample(random, Low[i], High[i]);
        }

        return value;
    }

    /// <summary>Whether another box has the same shape and bounds.</summary>
    /// <param name="other">The other box.</param>
    public bool Equals(Box<T>? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Shape.SequenceEqual(other.Shape) && Low.SequenceEqual(other.Low) && High.SequenceEqual(other.High));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Not of every bound: a picture has 100,000 of them, nearly always alike.
        var hash = default(HashCode);
        hash.Add(Low[0]);
        hash.Add(High[0]);
        foreach (var size in Shape)
        {
            hash.Add(size);
        }

        return hash.ToHashCode();
    }

    /// <summary>The shape and the bounds; bounds that are all alike are shown once.</summary>
    public override string ToString() => $"Box {{ Shape = [{string.Join(", ", Shape)}], Low = {Show(Low)}, High = {Show(High)} }}";

    private static string Show(IReadOnlyList<T> bounds) => bounds.Distinct().Count() == 1 ? $"{bounds[0]}" : $"[{string.Join(", ", bounds)}]";

    private static int Elements(IReadOnlyList<int> shape)
    {
        var length = 1L;
        foreach (var size in shape)
        {
            length = size < 1 ? 0 : length * size;
            if (length < 1 || length > Array.MaxLength)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(shape),
                    size,
                    $"A box of shape [{string.Join(", ", shape)}] is none: each size is at least 1, and their product at most {Array.MaxLength}.");
            }
        }

        return (int)length;
    }

    // A whole number is finite, whichever it is.
    private static double Number(T value) => value switch
    {
        float number => number,
        double number => number,
        Half number => (double)number,
        _ => 0,
    };

    private static T Sample(RandomGenerator random, T low, T high)
    {
        switch (low, high)
        {
            case (byte a, byte b):
                return (T)(object)(byte)(a + random.NextInt(b - a + 1));
            case (float a, float b):
                var drawn = (float.IsFinite(a), float.IsFinite(b)) switch
                {
                    (true, true) => random.NextDouble(a, b),
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
