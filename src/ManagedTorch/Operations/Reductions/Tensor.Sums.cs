namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Sums.Sum(Live(), Dims.All(layout), false, type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            Sums.Sum(Live(), Dims.One(layout, dim), keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1], keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1, dim2], keepdim, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            Sums.Sum(Live(), Dims.Of(layout, dim), keepdim, type);
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Sums.Sum(Live(), Dims.Of(layout, dim), keepdim, type);
        public Tensor mean() => Sums.Mean(Live(), Dims.All(layout), false, null);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Sums.Mean(Live(), Dims.Of(layout, dimensions), keepdim, type);
    }
}
