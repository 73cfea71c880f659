namespace TorchSharp;

/// <summary>
/// The immutable geometry of a tensor: lengths and strides, in elements. Tensors share their shapes (an elementwise result
/// takes over its input's), so that the usual question "are these two laid out alike?" is one comparison of references.
/// </summary>
internal sealed class Shape
{
    /// <summary>More dimensions than any tensor here may have; loops keep their counters on the stack.</summary>
    public const int MaxRank = 16;

    public static readonly Shape Scalar = new([], []);

    // Recently used contiguous shapes. Slots are overwritten without a lock: whoever reads sees a whole, immutable shape.
    private static readonly Shape?[] Recent = new Shape?[1024];

    public readonly long[] Sizes;
    public readonly long[] Strides;
    public readonly int Rank;
    public readonly long Count;
    public readonly bool Contiguous;

    /// <summary>True where several elements lie at one place, as after a broadcast.</summary>
    public readonly bool Repeats;

    private Shape(long[] sizes, long[] strides)
    {
        if (sizes.Length > MaxRank)
            throw new TorchException($"A tensor can have at most {MaxRank} dimensions; {Describe(sizes)} has {sizes.Length}.");
        Sizes = sizes;
        Strides = strides;
        Rank = sizes.Length;
        Count = 1;
        foreach (var length in sizes) Count = checked(Count * length);
        Contiguous = IsContiguous(sizes, strides, Count);
        for (var d = 0; d < Rank; d++) Repeats |= strides[d] == 0 && sizes[d] > 1;
    }

    public static Shape Of(long d0)
    {
        ref var slot = ref Recent[(int)(d0 * 31 + 1) & 1023];
        var shape = slot;
        if (shape is not null && shape.Rank == 1 && shape.Sizes[0] == d0) return shape;
        return slot = Contiguously([d0]);
    }

    public static Shape Of(long d0, long d1)
    {
        ref var slot = ref Recent[(int)((d0 * 31 + d1) * 31 + 2) & 1023];
        var shape = slot;
        if (shape is not null && shape.Rank == 2 && shape.Sizes[0] == d0 && shape.Sizes[1] == d1) return shape;
        return slot = Contiguously([d0, d1]);
    }

    public static Shape Of(ReadOnlySpan<long> sizes)
    {
        switch (sizes.Length)
        {
            case 0: return Scalar;
            case 1: return Of(sizes[0]);
            case 2: return Of(sizes[0], sizes[1]);
        }
        var hash = (long)sizes.Length;
        foreach (var length in sizes) hash = hash * 31 + length;
        ref var slot = ref Recent[(int)hash & 1023];
        var shape = slot;
        if (shape is not null && shape.Contiguous && sizes.SequenceEqual(shape.Sizes)) return shape;
        return slot = Contiguously(sizes.ToArray());
    }

    /// <summary>A shape of the given strides; the arrays become the shape's own.</summary>
    public static Shape Strided(long[] sizes, long[] strides)
    {
        var shape = new Shape(sizes, strides);
        return shape.Contiguous ? Of(sizes) : shape;
    }

    /// <summary>The same lengths, laid out row by row.</summary>
    public Shape AsContiguous() => Contiguous ? this : Of(Sizes);

    /// <summary>The same elements, with the dimensions in another order.</summary>
    public Shape Permuted(int[] order) =>
        Strided(Array.ConvertAll(order, d => Sizes[d]), Array.ConvertAll(order, d => Strides[d]));

    /// <summary>The dimensions by how far apart neighbours in them lie, farthest first: the order of memory, where nothing repeats.</summary>
    public int[] OrderInMemory() => [.. Enumerable.Range(0, Rank).OrderByDescending(d => Strides[d])];

    public bool SameSizes(Shape other) => ReferenceEquals(this, other) || Sizes.AsSpan().SequenceEqual(other.Sizes);

    /// <summary>A dimension counted from the front; negative ones count from the back.</summary>
    public int Dimension(long dim) => Dimension(dim, Rank);

    public static int Dimension(long dim, int rank)
    {
        var limit = Math.Max(rank, 1);
        if (dim < -limit || dim >= limit)
            throw new ArgumentOutOfRangeException(nameof(dim), dim,
                $"Dimension out of range (expected to be in range of [{-limit}, {limit - 1}], but got {dim})");
        return (int)(dim < 0 ? dim + limit : dim);
    }

    /// <summary>The length of a dimension; 1 for the only dimension that a scalar can be asked for.</summary>
    public long Length(int dim) => Rank == 0 ? 1 : Sizes[dim];

    /// <summary>The common shape of two operands: lengths are equal, or one of them is 1 or missing.</summary>
    public static Shape Broadcast(Shape a, Shape b)
    {
        if (a.SameSizes(b)) return a.AsContiguous();
        if (b.Rank == 0) return a.AsContiguous();
        if (a.Rank == 0) return b.AsContiguous();
        var rank = Math.Max(a.Rank, b.Rank);
        Span<long> sizes = stackalloc long[rank];
        for (var i = 1; i <= rank; i++)
        {
            var la = i <= a.Rank ? a.Sizes[a.Rank - i] : 1;
            var lb = i <= b.Rank ? b.Sizes[b.Rank - i] : 1;
            if (la != lb && la != 1 && lb != 1)
                throw new TorchException(
                    $"The shapes {a} and {b} do not broadcast together: {la} against {lb} at dimension {rank - i} of the result.");
            sizes[rank - i] = la == 1 ? lb : la;
        }
        return Of(sizes);
    }

    public bool BroadcastsTo(Shape target)
    {
        if (Rank > target.Rank) return false;
        for (var i = 1; i <= Rank; i++)
            if (Sizes[Rank - i] != target.Sizes[target.Rank - i] && Sizes[Rank - i] != 1)
                return false;
        return true;
    }

    public override string ToString() => Describe(Sizes);

    public static string Describe(ReadOnlySpan<long> sizes) => "[" + string.Join(", ", sizes.ToArray()) + "]";

    private static Shape Contiguously(long[] sizes)
    {
        var strides = new long[sizes.Length];
        long stride = 1;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            if (sizes[i] < 0) throw new TorchException($"A dimension cannot be negative: {Describe(sizes)}.");
            strides[i] = stride;
            stride = checked(stride * Math.Max(sizes[i], 1));
        }
        return new Shape(sizes, strides);
    }

    private static bool IsContiguous(long[] sizes, long[] strides, long count)
    {
        if (count == 0) return true;
        long expected = 1;
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            if (sizes[i] == 1) continue;
            if (strides[i] != expected) return false;
            expected *= sizes[i];
        }
        return true;
    }
}
