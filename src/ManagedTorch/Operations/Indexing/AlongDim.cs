using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>gather, scatter and the index_ family, recorded.</summary>
internal static class AlongDim
{
    public static Tensor Gather(Tensor x, long dim, Tensor index)
    {
        var d = x.Live().layout.Dimension(dim);
        if (index.Live().element == ScalarType.Int32) index = index.to(ScalarType.Int64);
        RequireFit("gather", x.layout, index.Live().layout, d);
        Launch.Of("gather", x, index);
        var result = Tensor.Result(index.layout.AsContiguous(), x.element);
        Scattering.Gather(result, x, d, index);
        if (x.Tracked) result.MadeBy(new GatherNode(x, d, index));
        return result;
    }

    /// <summary>Writes the source at the places named, or adds it there.</summary>
    public static Tensor ScatterInPlace(Tensor x, long dim, Tensor index, Tensor source, bool add)
    {
        InPlace.Check(x);
        var d = x.layout.Dimension(dim);
        if (index.Live().element == ScalarType.Int32) index = index.to(ScalarType.Int64);
        RequireFit("scatter", x.layout, index.Live().layout, d);
        if (source.Live().element != x.element)
            throw new TorchException(
                $"scatter(): Expected self.dtype to be equal to src.dtype, but they are {x.element} and {source.element}");
        Launch.Of("scatter", x, index, source);
        source = Cut(source, index.layout);
        Node? node = x.Tracked || source.Tracked ? new ScatterNode(x, source, d, index, add) : null;
        if (add) Scattering.Add(x, d, index, source);
        else Scattering.Set(x, d, index, source);
        return InPlace.Done(x, node);
    }

    /// <summary>An index of one dimension, repeated over the others as gather and scatter want it; no copy is made.</summary>
    public static Tensor Repeated(Tensor index, int dim, Shape x, long? length = null)
    {
        index.Live();
        if (index.layout.Rank > 1)
            throw new TorchException($"Index is supposed to be a vector, but its shape is {index.layout}.");
        if (index.element == ScalarType.Int32) index = index.to(ScalarType.Int64);
        if (x.Rank == 0) return index.Share(Shape.Scalar);
        var sizes = (long[])x.Sizes.Clone();
        var strides = new long[x.Rank];
        sizes[dim] = length ?? index.layout.Count;
        strides[dim] = index.layout.Rank == 0 ? 1 : index.layout.Strides[0];
        return index.Share(Shape.Strided(sizes, strides));
    }

    public static Tensor Select(Tensor x, long dim, Tensor index)
    {
        var d = x.Live().layout.Dimension(dim);
        // Rows are moved whole, elements one by one.
        if (x.layout.Rank > d + 1 && index.Live().layout.Rank == 1 && Dtype.IsIntegral(index.element))
        {
            Launch.Of("index_select", x, index, kernels: 0);
            var picks = new Tensor?[Shape.MaxRank];
            picks[d] = index;
            return Picking.Get(x, picks, fromTheEnd: false);
        }
        return Gather(x, d, Repeated(index, d, x.layout));
    }

    /// <summary>Positions with the negative ones, which count from the end, made plain.</summary>
    public static Tensor FromTheEnd(Tensor index, long length)
    {
        using var mode = no_grad();
        return where(index.lt(0), index.add(length), index);
    }

    private static Tensor Cut(Tensor source, Shape index)
    {
        if (source.layout.Rank != index.Rank)
            throw new TorchException(
                $"scatter() needs an index and a source of as many dimensions; the shapes are {index} and {source.layout}.");
        for (var d = 0; d < index.Rank; d++)
        {
            if (index.Sizes[d] > source.layout.Sizes[d])
                throw new TorchException($"The index of shape {index} is larger than the source of shape {source.layout}.");
            if (index.Sizes[d] < source.layout.Sizes[d]) source = source.narrow(d, 0, index.Sizes[d]);
        }
        return source;
    }

    private static void RequireFit(string operation, Shape x, Shape index, int dim)
    {
        if (index.Rank != x.Rank && !(index.Count == 0 || x.Rank == 0 || index.Rank == 0))
            throw new TorchException(
                $"{operation}(): Index tensor must have the same number of dimensions as input tensor; the shapes are {index} and {x}.");
        for (var d = 0; d < Math.Min(index.Rank, x.Rank); d++)
            if (d != dim && index.Sizes[d] > x.Sizes[d])
                throw new TorchException(
                    $"{operation}(): the index of shape {index} is larger than the tensor of shape {x} at dimension {d}.");
    }

    private sealed class GatherNode : Node
    {
        private readonly Shape shape;
        private readonly int dim;
        private SavedTensor index;

        public GatherNode(Tensor x, int dim, Tensor index)
        {
            Connect(x);
            shape = x.layout.AsContiguous();
            this.dim = dim;
            this.index = new SavedTensor(index);
        }

        public override void Backward(Tensor g)
        {
            if (TakePending(0) is { } pending)
            {
                Scattering.Add(pending, dim, index.Value, g);
                Restore(0, pending);
                return;
            }
            var back = Tensor.Fresh(shape, g.element);
            Copying.Fill(back, 0L);
            Scattering.Add(back, dim, index.Value, g);
            Give(0, back);
        }

        public override void ReleaseSaved() => index.Release();
    }

    private sealed class ScatterNode : Node
    {
        private readonly Shape source;
        private readonly int dim;
        private readonly bool add;
        private SavedTensor index;

        public ScatterNode(Tensor x, Tensor source, int dim, Tensor index, bool add)
        {
            Connect(x, source);
            this.source = source.layout.AsContiguous();
            this.dim = dim;
            this.add = add;
            this.index = new SavedTensor(index);
        }

        public override void Backward(Tensor g)
        {
            if (Needs(1))
            {
                var taken = Tensor.Fresh(source, g.element);
                Scattering.Gather(taken, g, dim, index.Value);
                Give(1, taken);
            }
            if (!Needs(0)) return;
            if (add)
            {
                Pass(0, g);
                return;
            }
            var back = Copying.Contiguous(g);
            var zeros = Tensor.Fresh(source, g.element);
            Copying.Fill(zeros, 0L);
            Scattering.Set(back, dim, index.Value, zeros);
            zeros.Free();
            Give(0, back);
        }

        public override void ReleaseSaved() => index.Release();
    }
}
