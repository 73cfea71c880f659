using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The dimensions that a reduction runs over, and the shapes that result.</summary>
internal readonly struct Dims
{
    private readonly int mask;

    private Dims(int mask) => this.mask = mask;

    /// <summary>All of them.</summary>
    public static Dims All(Shape x) => new((1 << x.Rank) - 1);

    public static Dims One(Shape x, long dim) => new(x.Rank == 0 ? Check(x, dim) : 1 << x.Dimension(dim));

    /// <summary>The given ones; none given means all.</summary>
    public static Dims Of(Shape x, ReadOnlySpan<long> dims)
    {
        if (dims.Length == 0) return All(x);
        var mask = 0;
        foreach (var dim in dims)
        {
            var bit = x.Rank == 0 ? Check(x, dim) : 1 << x.Dimension(dim);
            if ((mask & bit) != 0) throw new TorchException($"Dimension {dim} appears twice in {Shape.Describe(dims)}.");
            mask |= bit;
        }
        return new Dims(mask);
    }

    /// <summary>The dimensions along which a gradient of shape x was broadcast from <paramref name="source"/>.</summary>
    public static Dims Broadcast(Shape x, Shape source)
    {
        var mask = 0;
        var lead = x.Rank - source.Rank;
        for (var d = 0; d < x.Rank; d++)
            if (d < lead || (source.Sizes[d - lead] == 1 && x.Sizes[d] != 1))
                mask |= 1 << d;
        return new Dims(mask);
    }

    public bool Contains(int dim) => (mask & (1 << dim)) != 0;

    public long CountIn(Shape x)
    {
        long count = 1;
        for (var d = 0; d < x.Rank; d++) if (Contains(d)) count *= x.Sizes[d];
        return count;
    }

    [SkipLocalsInit]
    public Shape Result(Shape x, bool keepdim)
    {
        if (!keepdim && mask == (1 << x.Rank) - 1) return Shape.Scalar;
        Span<long> sizes = stackalloc long[Shape.MaxRank];
        var rank = 0;
        for (var d = 0; d < x.Rank; d++)
        {
            if (!Contains(d)) sizes[rank++] = x.Sizes[d];
            else if (keepdim) sizes[rank++] = 1;
        }
        return Shape.Of(sizes[..rank]);
    }

    /// <summary>True where the reduced dimensions are the last ones, so that each result reads one run of a contiguous tensor.</summary>
    public bool AreLast(Shape x) => mask == 0 || (mask | (LowestBit - 1)) == (1 << x.Rank) - 1;

    /// <summary>
    /// The product of the lengths before, in and after them, where they stand side by side; false where others are in between.
    /// </summary>
    public bool IsBlock(Shape x, out long before, out long within, out long after)
    {
        before = within = after = 1;
        for (var d = 0; d < x.Rank; d++)
        {
            if (Contains(d))
            {
                if (after > 1) return false;
                within *= x.Sizes[d];
            }
            else if (within > 1 || (mask & ((1 << d) - 1)) != 0)
            {
                after *= x.Sizes[d];
            }
            else
            {
                before *= x.Sizes[d];
            }
        }
        return true;
    }

    /// <summary>The tensor as rows, each holding what goes into one result; give it back with <see cref="Copying.Done"/>.</summary>
    public Tensor Rows(Tensor x)
    {
        if (AreLast(x.layout)) return Copying.AsContiguous(x);
        var order = new int[x.layout.Rank];
        var at = 0;
        for (var d = 0; d < order.Length; d++) if (!Contains(d)) order[at++] = d;
        for (var d = 0; d < order.Length; d++) if (Contains(d)) order[at++] = d;
        var sizes = Array.ConvertAll(order, d => x.layout.Sizes[d]);
        var strides = Array.ConvertAll(order, d => x.layout.Strides[d]);
        var view = x.Share(Shape.Strided(sizes, strides));
        var rows = Copying.Contiguous(view);
        view.Free();
        return rows;
    }

    /// <summary>A result seen with the reduced dimensions put back, repeated over the input's lengths.</summary>
    public Tensor Spread(Tensor result, Shape x)
    {
        var strides = new long[x.Rank];
        var kept = result.layout.Rank == x.Rank;
        for (int d = 0, r = 0; d < x.Rank; d++)
        {
            if (!Contains(d)) strides[d] = result.layout.Strides[kept ? d : r++];
        }
        return result.Share(Shape.Strided((long[])x.Sizes.Clone(), strides));
    }

    private int LowestBit => mask & -mask;

    private static int Check(Shape x, long dim)
    {
        x.Dimension(dim);
        return 0;
    }
}

/// <summary>The lines of a contiguous tensor along one dimension: element i of line (o, j) is at (o * Length + i) * Step + j.</summary>
internal readonly record struct Lines(long Outer, long Length, long Step)
{
    public static Lines Of(Shape x, int dim)
    {
        long outer = 1, step = 1;
        for (var d = 0; d < dim; d++) outer *= x.Sizes[d];
        for (var d = dim + 1; d < x.Rank; d++) step *= x.Sizes[d];
        return new Lines(outer, x.Length(dim), step);
    }

    public long Count => Outer * Step;

    /// <summary>Where line number <paramref name="line"/> begins.</summary>
    public long Start(long line) => Step == 1 ? line * Length : line / Step * Length * Step + line % Step;
}
