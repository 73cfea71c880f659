using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Recorded views: other lengths and strides over the same memory.</summary>
internal static class Views
{
    public static Tensor Part(Tensor x, in Geometry part, Func<Shape, Geometry> locate)
    {
        var view = Over(x, part.Shape, part.Offset);
        if (x.Tracked) view.MadeBy(new PartNode(x, x.layout.Contiguous ? part : locate(x.layout.AsContiguous())));
        return view;
    }

    public static Tensor Select(Tensor x, long dim, long index)
    {
        var d = x.Live().layout.Dimension(dim);
        var part = Geometry.Select(x.layout, d, index);
        var view = Over(x, part.Shape, part.Offset);
        if (x.Tracked)
            view.MadeBy(new PartNode(x, x.layout.Contiguous ? part : Geometry.Select(x.layout.AsContiguous(), d, index)));
        return view;
    }

    public static Tensor Slice(Tensor x, long dim, long start, long stop, long step)
    {
        var d = x.Live().layout.Dimension(dim);
        var part = Geometry.Slice(x.layout, d, start, stop, step);
        var view = Over(x, part.Shape, part.Offset);
        if (x.Tracked)
            view.MadeBy(new PartNode(x,
                x.layout.Contiguous ? part : Geometry.Slice(x.layout.AsContiguous(), d, start, stop, step)));
        return view;
    }

    /// <summary>Parts that lie one behind the other along a dimension and make up the whole: one operation of several results.</summary>
    public static Tensor[] Split(Tensor x, int d, ReadOnlySpan<long> lengths)
    {
        var parts = new Tensor[lengths.Length];
        var node = x.Tracked && parts.Length > 0 ? new SplitNode(x, d, lengths) : null;
        long start = 0;
        for (var i = 0; i < parts.Length; start += lengths[i++])
        {
            var part = Geometry.Slice(x.layout, d, start, start + lengths[i], 1);
            parts[i] = Over(x, part.Shape, part.Offset);
            if (node is not null) parts[i].MadeBy(i == 0 ? node : node.Retain(), i);
        }
        return parts;
    }

    public static Tensor Permute(Tensor x, int[] order)
    {
        var view = Over(x, x.Live().layout.Permuted(order), 0);
        if (x.Tracked) view.MadeBy(new PermuteNode(x, order));
        return view;
    }

    public static Tensor Transpose(Tensor x, long dim0, long dim1)
    {
        int a = x.Live().layout.Dimension(dim0), b = x.layout.Dimension(dim1);
        var order = new int[x.layout.Rank];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        if (order.Length > 0) (order[a], order[b]) = (order[b], order[a]);
        return Permute(x, order);
    }

    /// <summary>Other lengths over the same elements in the same order; null where the strides do not allow a view.</summary>
    public static Tensor? TryView(Tensor x, ReadOnlySpan<long> sizes)
    {
        var target = Infer(sizes, x.layout);
        if (!x.layout.Contiguous)
        {
            if (StridesFor(x.layout, target.Sizes) is not { } strides) return null;
            target = Shape.Strided(target.Sizes, strides);
        }
        return Reshaped(x, target);
    }

    public static Tensor Reshape(Tensor x, ReadOnlySpan<long> sizes)
    {
        if (TryView(x.Live(), sizes) is { } view) return view;
        Launch.Of("reshape", x);
        var copy = Copying.Contiguous(x);
        copy.layout = Infer(sizes, x.layout);
        copy.Register();
        if (x.Tracked) copy.MadeBy(new ReshapeNode(x));
        return copy;
    }

    /// <summary>A view whose lengths have the same product and whose strides are known to fit.</summary>
    public static Tensor Reshaped(Tensor x, Shape target)
    {
        var view = Over(x, target, 0);
        if (x.Tracked) view.MadeBy(new ReshapeNode(x));
        return view;
    }

    public static Tensor Expand(Tensor x, ReadOnlySpan<long> sizes)
    {
        var from = x.Live().layout;
        if (sizes.Length < from.Rank)
            throw new TorchException(
                $"A tensor of shape {from} cannot be expanded to {Shape.Describe(sizes)}: there are fewer dimensions.");
        var target = sizes.ToArray();
        var strides = new long[target.Length];
        for (var i = 1; i <= target.Length; i++)
        {
            var at = target.Length - i;
            if (i > from.Rank)
            {
                if (target[at] < 0)
                    throw new TorchException($"A new dimension cannot have the length -1: {Shape.Describe(sizes)}.");
                continue;
            }
            var length = from.Sizes[from.Rank - i];
            if (target[at] == -1) target[at] = length;
            if (target[at] != length && length != 1)
                throw new TorchException(
                    $"A tensor of shape {from} cannot be expanded to {Shape.Describe(sizes)}: {length} is not 1 and not {target[at]}.");
            strides[at] = target[at] == length ? from.Strides[from.Rank - i] : 0;
        }
        var view = Over(x, Shape.Strided(target, strides), 0);
        if (x.Tracked) view.MadeBy(new ExpandNode(x));
        return view;
    }

    /// <summary>Replaces one -1 by what is left of the number of elements.</summary>
    public static Shape Infer(ReadOnlySpan<long> sizes, Shape from)
    {
        long known = 1;
        var open = -1;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == -1)
            {
                if (open >= 0)
                    throw new TorchException($"Only one dimension can be inferred, but the shape is {Shape.Describe(sizes)}.");
                open = i;
            }
            else
            {
                known *= sizes[i];
            }
        }
        if (open < 0)
            return known == from.Count
                ? Shape.Of(sizes)
                : throw new TorchException(
                    $"shape '{Shape.Describe(sizes)}' is invalid for input of shape {from} with {from.Count} elements");
        if (known == 0 || from.Count % known != 0)
            throw new TorchException(
                $"shape '{Shape.Describe(sizes)}' is invalid for input of shape {from} with {from.Count} elements");
        var target = sizes.ToArray();
        target[open] = from.Count / known;
        return Shape.Of(target);
    }

    public static Tensor Over(Tensor x, Shape layout, long offset) =>
        x.Share(layout, offset).AsViewOf(x).Register();

    /// <summary>Strides for other lengths over the same memory, where runs of dimensions only split or join.</summary>
    private static long[]? StridesFor(Shape from, long[] target)
    {
        var strides = new long[target.Length];
        if (from.Count == 0) return strides;
        var next = target.Length - 1;
        long product = 1, chunk = 1;
        var chunkStride = from.Rank > 0 ? from.Strides[^1] : 1;
        for (var d = from.Rank - 1; d >= 0; d--)
        {
            chunk *= from.Sizes[d];
            var ends = d == 0 || (from.Sizes[d - 1] != 1 && from.Strides[d - 1] != chunk * chunkStride);
            if (!ends) continue;
            while (next >= 0 && (product < chunk || target[next] == 1))
            {
                strides[next] = product * chunkStride;
                product *= target[next--];
            }
            if (product != chunk) return null;
            if (d == 0) break;
            chunkStride = from.Strides[d - 1];
            product = chunk = 1;
        }
        for (; next >= 0; next--) strides[next] = 1;
        return strides;
    }
}
