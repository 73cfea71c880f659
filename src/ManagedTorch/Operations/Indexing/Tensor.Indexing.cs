using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => Indexer.Get(this, indices);
            set => Indexer.Set(this, indices, value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => Indexer.Get(this, Wrap(indices));
            set => Indexer.Set(this, Wrap(indices), value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => Put(At(indices), value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Put(select(0, i1), value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At([i1, i2]);
            set => Put(At([i1, i2]), value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At([i1, i2, i3]);
            set => Put(At([i1, i2, i3]), value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At([i1, i2, i3, i4]);
            set => Put(At([i1, i2, i3, i4]), value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At([i1, i2, i3, i4, i5]);
            set => Put(At([i1, i2, i3, i4, i5]), value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At([i1, i2, i3, i4, i5, i6]);
            set => Put(At([i1, i2, i3, i4, i5, i6]), value);
        }

        public Tensor index(params TensorIndex[] indices) => Indexer.Get(this, indices);
        public Tensor index(params Tensor[] indices) => Indexer.Get(this, Wrap(indices));
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);
        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, Wrap(indices), false);
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, Wrap(indices), accumulate);
        public Tensor index_put_(Scalar value, params TensorIndex[] indices) => index_put_(Number(value), indices, false);
        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(Number(value), Wrap(indices), false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            Indexer.Set(this, indices, value, accumulate);
            return this;
        }

        public Tensor gather(long dim, Tensor index) => AlongDim.Gather(this, dim, index);
        public Tensor take_along_dim(Tensor indices, long dim) =>
            AlongDim.Gather(this, dim, AlongDim.FromTheEnd(indices, Live().layout.Length(layout.Dimension(dim))));
        public Tensor take_along_dim(Tensor indices) => take(indices.flatten());

        public Tensor take(Tensor index) =>
            flatten().index_select(0, AlongDim.FromTheEnd(index.flatten(), layout.Count)).reshape(index.Live().layout.Sizes);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => AlongDim.ScatterInPlace(this, dim, index, src, false);
        public Tensor scatter(long dim, Tensor index, Tensor src) => clone().scatter_(dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => AlongDim.ScatterInPlace(this, dim, index, src, true);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => clone().scatter_add_(dim, index, src);
        public Tensor index_select(long dim, Tensor index) => AlongDim.Select(this, dim, index);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            AlongDim.ScatterInPlace(this, dim, Repeated(dim, index, source),
                alpha.Value.ToDouble() == 1 ? source : source.mul(alpha), true);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            clone().index_add_(dim, index, source, alpha);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) =>
            AlongDim.ScatterInPlace(this, dim, Repeated(dim, index, source), source, false);
        public Tensor index_copy(long dim, Tensor index, Tensor source) => clone().index_copy_(dim, index, source);

        public Tensor index_fill_(long dim, Tensor index, Scalar value)
        {
            var d = Live().layout.Dimension(dim);
            var places = AlongDim.Repeated(AlongDim.FromTheEnd(index, layout.Length(d)), d, layout);
            return AlongDim.ScatterInPlace(this, dim, places, Number(value).expand(places.layout.Sizes), false);
        }

        public Tensor index_fill(long dim, Tensor index, Scalar value) => clone().index_fill_(dim, index, value);

        public Tensor masked_scatter_(Tensor mask, Tensor value)
        {
            var count = mask.expand(Live().layout.Sizes).count_nonzero().ToInt64();
            return index_put_(value.flatten().narrow(0, 0, count), [TensorIndex.Tensor(mask.expand(layout.Sizes))], false);
        }

        public Tensor masked_scatter(Tensor mask, Tensor value) => clone().masked_scatter_(mask, value);

        private Tensor At(ReadOnlySpan<long> indices)
        {
            var view = this;
            foreach (var index in indices) view = view.select(0, index);
            return view;
        }

        private static void Put(Tensor view, Tensor value)
        {
            view.copy_(value);
            view.Dispose();
        }

        private Tensor Number(Scalar value) => Factory.Full(Shape.Scalar, value, Live().element, device, false);

        private Tensor Repeated(long dim, Tensor index, Tensor source)
        {
            var d = Live().layout.Dimension(dim);
            RequireSlices(d, index.Live().layout.Count, source.Live().layout);
            return AlongDim.Repeated(index, d, source.layout);
        }

        /// <summary>Refuses a source that is not one slice of this tensor for each position.</summary>
        private void RequireSlices(int dim, long positions, Shape source)
        {
            var fits = source.Rank == layout.Rank && source.Length(dim) == positions;
            for (var d = 0; fits && d < layout.Rank; d++) fits = d == dim || source.Sizes[d] == layout.Sizes[d];
            if (!fits && source.Rank > 0)
                throw new TorchException(
                    $"{positions} positions along dimension {dim} of a tensor of shape {layout} need a source of as many slices, " +
                    $"not one of shape {source}.");
        }

        private static TensorIndex[] Wrap(Tensor[] indices) =>
            Array.ConvertAll(indices, index => index is null ? TensorIndex.Colon : TensorIndex.Tensor(index));
    }
}
