namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor view(params long[] shape) =>
            Views.TryView(Live(), shape) ?? throw new TorchException(
                $"view size {Shape.Describe(shape)} is not compatible with the size {layout} and strides {Shape.Describe(layout.Strides)} "
                + "of the tensor; use reshape().");

        public Tensor view_as(Tensor other) => view(other.Live().layout.Sizes);
        public Tensor reshape(params long[] shape) => Views.Reshape(this, shape);
        public Tensor permute(params long[] permutation)
        {
            Live();
            if (permutation.Length != layout.Rank)
                throw new TorchException($"{permutation.Length} dimensions were given to permute a tensor of shape {layout}.");
            var order = new int[permutation.Length];
            var seen = 0;
            for (var i = 0; i < order.Length; i++) seen |= 1 << (order[i] = layout.Dimension(permutation[i]));
            if (seen != (1 << order.Length) - 1)
                throw new TorchException($"The dimensions {Shape.Describe(permutation)} are no permutation.");
            return Views.Permute(this, order);
        }

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());
        public Tensor transpose(long dim0, long dim1) => Views.Transpose(this, dim0, dim1);
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor t()
        {
            Live();
            if (layout.Rank > 2)
                throw new TorchException($"t() expects a tensor with at most 2 dimensions, but its shape is {layout}.");
            return layout.Rank < 2 ? alias() : Views.Transpose(this, 0, 1);
        }

        public Tensor T => Views.Permute(Live(), Enumerable.Range(0, layout.Rank).Reverse().ToArray());
        public Tensor mT => transpose(-2, -1);
        public Tensor H => t();
        public Tensor mH => transpose(-2, -1);
        public Tensor adjoint() => transpose(-2, -1);

        public Tensor movedim(long[] source, long[] destination)
        {
            Live();
            var from = Array.ConvertAll(source, d => layout.Dimension(d));
            var to = Array.ConvertAll(destination, d => layout.Dimension(d));
            if (from.Length != to.Length || from.Distinct().Count() < from.Length || to.Distinct().Count() < to.Length)
                throw new TorchException(
                    $"movedim() takes each dimension to one place, not {Shape.Describe(source)} to {Shape.Describe(destination)}.");
            if (layout.Rank == 0) return alias();
            var order = Enumerable.Repeat(-1, layout.Rank).ToArray();
            for (var i = 0; i < from.Length; i++) order[to[i]] = from[i];
            var rest = new Queue<int>(Enumerable.Range(0, layout.Rank).Except(from));
            for (var i = 0; i < order.Length; i++) if (order[i] < 0) order[i] = rest.Dequeue();
            return Views.Permute(this, order);
        }

        public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);

        public Tensor expand(params long[] sizes) => Views.Expand(this, sizes);
        public Tensor expand(long[] sizes, bool isImplicit = false) => Views.Expand(this, sizes);
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Views.Expand(this, sizes);
        public Tensor expand(Size sizes, bool isImplicit = false) => Views.Expand(this, sizes.Shape);
        public Tensor expand_as(Tensor other) => Views.Expand(this, other.Live().layout.Sizes);
        public Tensor broadcast_to(params long[] shape) => Views.Expand(this, shape);

        public Tensor narrow(long dim, long start, long length)
        {
            var d = Live().layout.Dimension(dim);
            if (start < 0) start += layout.Length(d);
            if (length < 0 || start < 0 || length > layout.Length(d) - start)
                throw new ArgumentOutOfRangeException(nameof(start), start,
                    $"{length} elements from {start} on do not fit into dimension {d} of a tensor of shape {layout}.");
            return Views.Slice(this, d, start, start + length, 1);
        }

        public Tensor select(long dim, long index) => Views.Select(this, dim, index);
        public Tensor slice(long dim, long start, long finish, long step) => Views.Slice(this, dim, start, finish, step);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1)
        {
            int a = Live().layout.Dimension(dim1), b = layout.Dimension(dim2);
            return Views.Part(this, Geometry.Diagonal(layout, offset, a, b), shape => Geometry.Diagonal(shape, offset, a, b));
        }

        public Tensor unfold(long dimension, long size, long step)
        {
            var d = Live().layout.Dimension(dimension);
            return Views.Part(this, Geometry.Unfold(layout, d, size, step), shape => Geometry.Unfold(shape, d, size, step));
        }

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0)
        {
            if (Live().Tracked) throw Unsupported.Feature("the gradient of as_strided");
            RequireWithinStorage(size, strides, storageOffset);
            return Views.Over(this, Shape.Strided((long[])size.Clone(), (long[])strides.Clone()), storageOffset - storage_offset());
        }

        private void RequireWithinStorage(long[] size, long[] strides, long offset)
        {
            if (size.Length != strides.Length)
                throw new TorchException(
                    $"as_strided() needs a stride for each length; there are {size.Length} lengths and {strides.Length} strides.");
            if (size.Any(length => length < 0) || strides.Any(stride => stride < 0) || offset < 0)
                throw new TorchException(
                    $"as_strided() takes no negative numbers: lengths {Shape.Describe(size)}, strides {Shape.Describe(strides)}, offset {offset}.");
            if (size.Contains(0)) return;
            var last = (Int128)offset;
            for (var d = 0; d < size.Length; d++) last += (Int128)(size[d] - 1) * strides[d];
            var elements = storage.Bytes / Dtype.SizeOf(element);
            if (last >= elements)
                throw new TorchException(
                    $"as_strided(): lengths {Shape.Describe(size)}, strides {Shape.Describe(strides)} and offset {offset} " +
                    $"reach element {last} of a storage of {elements}.");
        }

        public Tensor squeeze(long? dim = null)
        {
            Live();
            var only = dim is { } given ? layout.Dimension(given) : -1;
            var kept = Enumerable.Range(0, layout.Rank).Where(d => layout.Sizes[d] != 1 || (only >= 0 && d != only)).ToArray();
            return kept.Length == layout.Rank ? alias() : Views.Reshaped(this, Shape.Strided(
                kept.Select(d => layout.Sizes[d]).ToArray(), kept.Select(d => layout.Strides[d]).ToArray()));
        }

        public Tensor squeeze_(long? dim = null) => Become(InPlace.NoLeaf(this).squeeze(dim));
        public Tensor unsqueeze_(long dim) => Become(InPlace.NoLeaf(this).unsqueeze(dim));
        public Tensor transpose_(long dim0, long dim1) => Become(InPlace.NoLeaf(this).transpose(dim0, dim1));

        public Tensor unsqueeze(long dim)
        {
            var at = Shape.Dimension(dim, Live().layout.Rank + 1);
            var sizes = new long[layout.Rank + 1];
            var strides = new long[layout.Rank + 1];
            for (int d = 0, s = 0; d < sizes.Length; d++)
            {
                sizes[d] = d == at ? 1 : layout.Sizes[s];
                strides[d] = d == at ? (s < layout.Rank ? layout.Sizes[s] * layout.Strides[s] : 1) : layout.Strides[s++];
            }
            return Views.Reshaped(this, Shape.Strided(sizes, strides));
        }

        public Tensor flatten(long start_dim = 0, long end_dim = -1)
        {
            int from = Live().layout.Dimension(start_dim), to = layout.Dimension(end_dim);
            if (layout.Rank == 0) return reshape(1);
            if (from > to) throw new TorchException($"flatten() cannot begin at dimension {from} after its end {to}.");
            if (from == to) return alias();
            var sizes = new long[layout.Rank - (to - from)];
            for (var d = 0; d < sizes.Length; d++)
                sizes[d] = d < from ? layout.Sizes[d] : d == from ? 1 : layout.Sizes[d + to - from];
            for (var d = from; d <= to; d++) sizes[from] *= layout.Sizes[d];
            return Views.Reshape(this, sizes);
        }

        public Tensor ravel() => reshape(-1);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            var d = Live().layout.Dimension(dim);
            var part = Views.Infer(sizes, Shape.Of(layout.Length(d)));
            return Views.Reshape(this, [.. layout.Sizes.AsSpan(0, d), .. part.Sizes, .. layout.Sizes.AsSpan(d + 1)]);
        }

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        public Tensor alias()
        {
            var view = Views.Over(Live(), layout, 0);
            if (Tracked) view.MadeBy(new IdentityNode(this));
            return view;
        }

        public Tensor contiguous() => Live().layout.Contiguous ? alias() : clone();

        public Tensor[] unbind(long dimension = 0)
        {
            var d = Live().layout.Dimension(dimension);
            var parts = new Tensor[layout.Length(d)];
            for (var i = 0; i < parts.Length; i++) parts[i] = select(d, i);
            return parts;
        }

        public Tensor[] split(long size, int dim = 0)
        {
            var d = Live().layout.Dimension(dim);
            var length = layout.Length(d);
            if (size <= 0 && length > 0) throw new TorchException($"split() expects a positive size, not {size}.");
            var lengths = new long[Math.Max(1, length == 0 ? 1 : (length + size - 1) / size)];
            for (var i = 0; i < lengths.Length; i++) lengths[i] = Math.Min(size, length - i * size);
            return Views.Split(this, d, lengths);
        }

        public Tensor[] split(long[] sizes, long dim = 0) => split((ReadOnlySpan<long>)sizes, dim);
        public Tensor[] split(params long[] sizes) => split((ReadOnlySpan<long>)sizes, 0);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0)
        {
            var d = Live().layout.Dimension(dim);
            long total = 0;
            foreach (var size in sizes)
            {
                if (size < 0) throw new TorchException($"split() expects no negative sizes, not {Shape.Describe(sizes)}.");
                total += size;
            }
            if (total != layout.Length(d))
                throw new TorchException($"The sizes {Shape.Describe(sizes)} do not add up to dimension {d} of shape {layout}.");
            return Views.Split(this, d, sizes);
        }

        public Tensor[] chunk(long chunks, long dim = 0)
        {
            if (chunks <= 0) throw new TorchException($"chunk() expects a positive number of chunks, not {chunks}.");
            var d = Live().layout.Dimension(dim);
            return split(Math.Max(1, (layout.Length(d) - 1) / chunks + 1), d);
        }

        public Tensor[] tensor_split(long size, long dim = 0)
        {
            var d = Live().layout.Dimension(dim);
            var (each, more) = Math.DivRem(layout.Length(d), size);
            return split(Enumerable.Range(0, (int)size).Select(i => each + (i < more ? 1 : 0)).ToArray(), d);
        }

        /// <summary>Takes over another handle's view of the same storage.</summary>
        private Tensor Become(Tensor view)
        {
            if (ReferenceEquals(view.layout, layout)) { view.Dispose(); return this; }
            layout = view.layout;
            // What a gradient has saved of this tensor would be read by the new lengths.
            storage.Version++;
            if (view.node is { } maker)
            {
                view.node = null;
                var old = node;
                MadeBy(maker);
                old?.Release();
            }
            view.Dispose();
            return this;
        }
    }
}
