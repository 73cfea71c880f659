namespace TorchSharp;

public static partial class torch
{
    public static Size broadcast_shapes(params long[][] shapes) =>
        new(shapes.Aggregate(Shape.Scalar, (shape, sizes) => Shape.Broadcast(shape, Shape.Of(sizes))).Sizes);

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors)
    {
        var shape = tensors.Aggregate(Shape.Scalar, (common, tensor) => Shape.Broadcast(common, tensor.Live().layout));
        return tensors.Select(tensor => tensor.expand(shape.Sizes)).ToList();
    }

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij")
    {
        var axes = tensors.ToArray();
        if (indexing is not ("ij" or "xy"))
            throw new ArgumentException($"indexing is 'ij' or 'xy', not '{indexing}'.", nameof(indexing));
        var swap = indexing == "xy" && axes.Length >= 2;
        if (swap) (axes[0], axes[1]) = (axes[1], axes[0]);
        var sizes = axes.Select(axis => axis.numel()).ToArray();
        var grids = axes.Select((axis,
            i) => axis.reshape(Enumerable.Range(0,
            axes.Length).Select(d => d == i ? -1L : 1L).ToArray()).expand(sizes)).ToArray();
        if (swap) (grids[0], grids[1]) = (grids[1], grids[0]);
        return grids;
    }

    public static Tensor cartesian_prod(params Tensor[] tensors) =>
        tensors.Length == 1 ? tensors[0].alias() : stack(meshgrid(tensors).Select(grid => grid.flatten()), 1);

    public static Tensor cartesian_prod(IList<Tensor> tensors) => cartesian_prod([.. tensors]);
    public static Tensor cartesian_prod(ReadOnlySpan<Tensor> tensors) => cartesian_prod(tensors.ToArray());
    public static Tensor column_stack(ReadOnlySpan<Tensor> tensors) => column_stack(tensors.ToArray());
    public static Tensor row_stack(ReadOnlySpan<Tensor> tensors) => vstack(tensors.ToArray());
    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => dstack(tensors.ToArray());
    public static Tensor column_stack(params Tensor[] tensors) =>
        hstack([.. tensors.Select(tensor => tensor.ndim <= 1 ? tensor.reshape(-1, 1) : tensor)]);
    public static Tensor column_stack(IList<Tensor> tensors) => column_stack([.. tensors]);
    public static Tensor row_stack(params Tensor[] tensors) => vstack(tensors);
    public static Tensor row_stack(IList<Tensor> tensors) => vstack(tensors);
    public static Tensor dstack(params Tensor[] tensors) => cat(tensors.Select(tensor => tensor.atleast_3d()).ToArray(), 2);
    public static Tensor dstack(IList<Tensor> tensors) => dstack([.. tensors]);
    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64,
        Device? device = null) =>
        ones(row, col, device: device).tril(offset).nonzero().t().contiguous().to(dtype);
    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64,
        Device? device = null) =>
        ones(row, col, device: device).triu(offset).nonzero().t().contiguous().to(dtype);

    public partial class Tensor
    {
        public Tensor select_scatter(Tensor src, long dim, long index)
        {
            var copy = clone();
            copy.select(dim, index).copy_(src);
            return copy;
        }

        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1)
        {
            var copy = clone();
            copy.slice(dim, start ?? 0, end ?? long.MaxValue, step).copy_(src);
            return copy;
        }

        public Tensor diagonal_scatter(Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1)
        {
            var copy = clone();
            copy.diagonal(offset, dim1, dim2).copy_(src);
            return copy;
        }

        public Tensor rot90(long k = 1, (long, long)? dims = null)
        {
            var (a, b) = dims ?? (0, 1);
            return ((k % 4 + 4) % 4) switch
            {
                1 => flip(b).transpose(a, b),
                2 => flip(a, b),
                3 => flip(a).transpose(a, b),
                _ => clone(),
            };
        }
    }
}
