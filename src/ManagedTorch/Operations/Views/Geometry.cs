using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Where a part of a tensor lies: its lengths and strides, and how many elements its first one is away.</summary>
internal readonly record struct Geometry(Shape Shape, long Offset)
{
    public static Geometry Select(Shape x, int dim, long index)
    {
        var length = x.Length(dim);
        if (x.Rank == 0) throw new TorchException("select() cannot be applied to a 0-dim tensor.");
        if (index < -length || index >= length)
            throw new ArgumentOutOfRangeException(nameof(index), index,
                $"Index {index} is out of bounds for dimension {dim} of length {length} of a tensor of shape {x}.");
        if (index < 0) index += length;
        return new Geometry(Shape.Strided(Without(x.Sizes, dim), Without(x.Strides, dim)), index * x.Strides[dim]);
    }

    /// <summary>The elements start, start + step, ... before stop; positions are cut to the tensor's ends as in Python.</summary>
    public static Geometry Slice(Shape x, int dim, long start, long stop, long step)
    {
        if (step <= 0) throw new TorchException($"A slice's step must be positive, not {step}.");
        if (x.Rank == 0) throw new TorchException("slice() cannot be applied to a 0-dim tensor.");
        var length = x.Sizes[dim];
        start = Math.Clamp(start < 0 ? start + length : start, 0, length);
        stop = Math.Clamp(stop < 0 ? stop + length : stop, start, length);
        var offset = start * x.Strides[dim];
        if (step == 1 && dim == 0 && x.Rank == 2 && x.Contiguous) return new Geometry(Shape.Of(stop - start, x.Sizes[1]), offset);
        var sizes = (long[])x.Sizes.Clone();
        var strides = (long[])x.Strides.Clone();
        sizes[dim] = stop == start ? 0 : (stop - start - 1) / step + 1;
        strides[dim] *= step;
        return new Geometry(Shape.Strided(sizes, strides), offset);
    }

    public static Geometry Diagonal(Shape x, long offset, int dim1, int dim2)
    {
        if (dim1 == dim2) throw new TorchException($"The dimensions of a diagonal must differ; both are {dim1}.");
        var length = offset >= 0
            ? Math.Min(x.Sizes[dim1], x.Sizes[dim2] - offset)
            : Math.Min(x.Sizes[dim1] + offset, x.Sizes[dim2]);
        length = Math.Max(length, 0);
        var start = length == 0 ? 0 : offset >= 0 ? offset * x.Strides[dim2] : -offset * x.Strides[dim1];
        int high = Math.Max(dim1, dim2), low = Math.Min(dim1, dim2);
        var sizes = Without(Without(x.Sizes, high), low);
        var strides = Without(Without(x.Strides, high), low);
        return new Geometry(
            Shape.Strided([.. sizes, length], [.. strides, x.Strides[dim1] + x.Strides[dim2]]), start);
    }

    /// <summary>Windows of a dimension, as a new last dimension.</summary>
    public static Geometry Unfold(Shape x, int dim, long size, long step)
    {
        if (size < 0 || size > x.Length(dim))
            throw new TorchException($"Windows of {size} do not fit into dimension {dim} of a tensor of shape {x}.");
        if (step <= 0) throw new TorchException($"The step of unfold must be positive, not {step}.");
        var sizes = (long[])x.Sizes.Clone();
        var strides = (long[])x.Strides.Clone();
        sizes[dim] = (sizes[dim] - size) / step + 1;
        strides[dim] *= step;
        return new Geometry(Shape.Strided([.. sizes, size], [.. strides, x.Strides[dim]]), 0);
    }

    private static long[] Without(long[] values, int at) => [.. values.AsSpan(0, at), .. values.AsSpan(at + 1)];
}

/// <summary>Views by their place in the storage, for writes in place through a view.</summary>
internal static unsafe class StridedView
{
    public static long Offset(Tensor root, Tensor view) => (view.pointer - root.pointer) / Dtype.SizeOf(root.element);

    /// <summary>A node that leads from a view back to the tensor that it is a view of.</summary>
    public static Node NodeFor(Tensor root, Tensor view) => new StridedNode(root, view);

    /// <summary>A buffer laid out as the tensor's storage, with the values where the tensor has them.</summary>
    public static Tensor Expand(Tensor values, Shape layout)
    {
        if (layout.Contiguous) return Copying.Contiguous(values);
        var buffer = Zeros(layout, values.element);
        var target = Part(buffer, layout, 0);
        Copying.Copy(values, target);
        target.Free();
        return buffer;
    }

    /// <summary>A buffer of zeros for the storage of a tensor of this layout.</summary>
    public static Tensor Zeros(Shape layout, ScalarType type)
    {
        var buffer = Tensor.Fresh(layout.Contiguous ? layout : Shape.Of(Extent(layout)), type);
        Copying.Fill(buffer, 0L);
        return buffer;
    }

    public static Tensor Part(Tensor buffer, Shape layout, long offset) =>
        buffer.Share(layout, offset);

    /// <summary>The values of a tensor out of a buffer laid out as its storage; uses the buffer up.</summary>
    public static Tensor Extract(Tensor buffer, Shape layout)
    {
        if (layout.Contiguous) return buffer;
        var part = Part(buffer, layout, 0);
        var values = Copying.Contiguous(part);
        part.Free();
        buffer.Free();
        return values;
    }

    private static long Extent(Shape layout)
    {
        long last = 0;
        for (var d = 0; d < layout.Rank; d++) last += (layout.Sizes[d] - 1) * layout.Strides[d];
        return layout.Count == 0 ? 0 : last + 1;
    }

    private sealed class StridedNode : Node
    {
        private readonly Shape rootShape, view;
        private readonly long offset;

        public StridedNode(Tensor root, Tensor view)
        {
            Connect(root);
            rootShape = root.layout;
            this.view = view.layout;
            offset = Offset(root, view);
        }

        public override void Backward(Tensor g)
        {
            var buffer = Zeros(rootShape, g.element);
            var part = Part(buffer, view, offset);
            Binary.ComputeInto<Add>(part, part, g);
            part.Free();
            Give(0, Extract(buffer, rootShape));
        }
    }
}
