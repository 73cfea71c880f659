using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Tensors put together and turned around.</summary>
internal static class Joining
{
    public static Tensor Concatenate(ReadOnlySpan<Tensor> tensors, long dim)
    {
        if (tensors.Length == 0) throw new TorchException("cat() expects at least one tensor.");
        Launch.Of("cat", tensors);
        var type = tensors[0].Live().element;
        Tensor? model = null;
        foreach (var tensor in tensors)
        {
            type = Dtype.Promote(type, tensor.Live().element);
            // Empty tensors of one dimension are let through whatever the others look like.
            if (!IsNothing(tensor)) model ??= tensor;
        }
        model ??= tensors[0];
        if (model.layout.Rank == 0)
            throw new TorchException("zero-dimensional tensor (at position 0) cannot be concatenated; use stack().");
        var d = model.layout.Dimension(dim);
        long length = 0;
        foreach (var tensor in tensors)
        {
            if (IsNothing(tensor) && tensor.layout.Rank != model.layout.Rank) continue;
            RequireFit(model.layout, tensor.layout, d);
            length += tensor.layout.Sizes[d];
        }
        var sizes = (long[])model.layout.Sizes.Clone();
        sizes[d] = length;
        var result = Tensor.Result(Shape.Of(sizes), type);
        var tracked = false;
        long start = 0;
        foreach (var tensor in tensors)
        {
            tracked |= tensor.Tracked;
            if (IsNothing(tensor)) continue;
            if (d == 0 && tensor.element == type && tensor.layout.Contiguous)
            {
                CopyRows(tensor, result, ref start);
                continue;
            }
            var part = Geometry.Slice(result.layout, d, start, start + tensor.layout.Sizes[d], 1);
            var target = result.Share(part.Shape, part.Offset);
            Copying.Copy(tensor, target);
            target.Free();
            start += tensor.layout.Sizes[d];
        }
        if (tracked) result.MadeBy(new ConcatenationNode(tensors, d));
        return result;
    }

    /// <summary>Rows that lie in one piece, behind those that are there.</summary>
    private static unsafe void CopyRows(Tensor rows, Tensor result, ref long start)
    {
        var (bytes, before) = (rows.layout.Count * Dtype.SizeOf(rows.element), start * result.layout.Strides[0] * Dtype.SizeOf(rows.element));
        Buffer.MemoryCopy(rows.pointer, result.pointer + before, bytes, bytes);
        GC.KeepAlive(rows);
        start += rows.layout.Sizes[0];
    }

    public static Tensor Stack(IEnumerable<Tensor> tensors, long dim)
    {
        var parts = tensors.ToArray();
        if (parts.Length == 0) throw new TorchException("stack expects a non-empty TensorList");
        foreach (var part in parts)
            if (!part.Live().layout.SameSizes(parts[0].layout))
                throw new TorchException(
                    $"stack expects each tensor to be equal size, but got {parts[0].layout} and {part.layout}");
        var d = Shape.Dimension(dim, parts[0].layout.Rank + 1);
        return Concatenate(Array.ConvertAll(parts, part => part.unsqueeze(d)), d);
    }

    private static bool IsNothing(Tensor tensor) => tensor.layout is { Rank: 1, Count: 0 };

    private static void RequireFit(Shape model, Shape other, int dim)
    {
        var fits = model.Rank == other.Rank;
        for (var d = 0; fits && d < model.Rank; d++) fits = d == dim || model.Sizes[d] == other.Sizes[d];
        if (!fits) throw new TorchException($"Sizes of tensors must match except in dimension {dim}: {model} and {other}.");
    }

    private sealed class ConcatenationNode : Node
    {
        private readonly int dim;
        private readonly (long Length, bool Nothing, ScalarType Type)[] parts;

        public override int Launches => 0;

        public ConcatenationNode(ReadOnlySpan<Tensor> tensors, int dim)
        {
            Connect(tensors);
            this.dim = dim;
            parts = new (long, bool, ScalarType)[tensors.Length];
            for (var i = 0; i < parts.Length; i++)
                parts[i] = IsNothing(tensors[i])
                    ? (0, true, tensors[i].element)
                    : (tensors[i].layout.Sizes[dim], false, tensors[i].element);
        }

        public override void Backward(Tensor g)
        {
            long start = 0;
            for (var i = 0; i < parts.Length; i++)
            {
                var (length, nothing, type) = parts[i];
                if (nothing) continue;
                if (Needs(i))
                {
                    var part = Geometry.Slice(g.layout, dim, start, start + length, 1);
                    var view = g.Share(part.Shape, part.Offset);
                    if (type == g.element)
                    {
                        Give(i, view);
                    }
                    else
                    {
                        Give(i, Copying.AsContiguous(view, type));
                        view.Free();
                    }
                }
                start += length;
            }
        }
    }

    /// <summary>The gradient of a choice of elements by position along dimensions: flip and roll, whose inverse is of the same kind.</summary>
    internal sealed class InverseNode : Node
    {
        private readonly Func<Tensor, Tensor> inverse;

        public InverseNode(Tensor x, Func<Tensor, Tensor> inverse)
        {
            Connect(x);
            this.inverse = inverse;
        }

        public override void Backward(Tensor g) => Give(0, inverse(g));
    }

    public static Tensor Flip(Tensor x, long[] dims)
    {
        Launch.Of("flip", x.Live());
        var set = dims.Select(dim => x.layout.Dimension(dim)).ToArray();
        var result = Flipped(x, set).Register();
        if (x.Tracked) result.MadeBy(new InverseNode(x, g => Flipped(g, set)));
        return result;
    }

    public static Tensor Roll(Tensor x, long[] shifts, long[] dims)
    {
        Launch.Of("roll", x.Live());
        if (shifts.Length != dims.Length)
            throw new TorchException(
                $"shifts and dimensions must align. shifts: {Shape.Describe(shifts)}, dims: {Shape.Describe(dims)}");
        var set = dims.Select(dim => x.layout.Dimension(dim)).ToArray();
        var result = Rolled(x, shifts, set).Register();
        if (x.Tracked) result.MadeBy(new InverseNode(x, g => Rolled(g, Array.ConvertAll(shifts, shift => -shift), set)));
        return result;
    }

    /// <summary>Copies backwards along dimensions: a source whose strides are negative.</summary>
    private static Tensor Flipped(Tensor x, int[] dims)
    {
        if (x.layout.Count == 0 || x.layout.Rank == 0) return Copying.Contiguous(x);
        var strides = (long[])x.layout.Strides.Clone();
        long offset = 0;
        foreach (var d in dims)
        {
            offset += (x.layout.Sizes[d] - 1) * strides[d];
            strides[d] = -strides[d];
        }
        var backwards = x.Share(Shape.Strided((long[])x.layout.Sizes.Clone(), strides), offset);
        var copy = Copying.Contiguous(backwards);
        backwards.Free();
        return copy;
    }

    private static Tensor Rolled(Tensor x, long[] shifts, int[] dims)
    {
        var current = Copying.Contiguous(x);
        for (var i = 0; i < dims.Length; i++)
        {
            var d = dims[i];
            var length = x.layout.Length(d);
            if (length == 0 || x.layout.Rank == 0) continue;
            var shift = (shifts[i] % length + length) % length;
            if (shift == 0) continue;
            var next = Tensor.Fresh(current.layout, current.element);
            Move(current, next, d, length - shift, length, 0);
            Move(current, next, d, 0, length - shift, shift);
            current.Free();
            current = next;
        }
        return current;
    }

    private static void Move(Tensor source, Tensor target, int dim, long from, long to, long at)
    {
        Geometry a = Geometry.Slice(source.layout, dim, from, to, 1),
            b = Geometry.Slice(target.layout, dim, at, at + to - from, 1);
        Tensor part = source.Share(a.Shape, a.Offset), place = target.Share(b.Shape, b.Offset);
        Copying.Copy(part, place);
        part.Free();
        place.Free();
    }
}
