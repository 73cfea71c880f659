namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor var(bool unbiased = true) => Moments.Variance(this, Dims.All(Live().layout), unbiased, false, false);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Moments.Variance(this, Dims.One(Live().layout, dim), unbiased, keepdim, false, type);
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Moments.Variance(this, Dims.Of(Live().layout, dimensions), unbiased, keepdim, false, type);
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Moments.Variance(this, Dims.Of(Live().layout, dimensions), unbiased, keepdim, false, type);
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Moments.Variance(this, Dims.Of(Live().layout, [dim.Item1, dim.Item2]), unbiased, keepdim, false, type);
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Moments.Variance(this, Dims.Of(Live().layout, [dim.Item1, dim.Item2, dim.Item3]), unbiased, keepdim, false, type);
        public (Tensor @var, Tensor mean) var_mean(bool unbiased = true) => (@var(unbiased), mean());
        public (Tensor @var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            (@var(dim, unbiased, keepdim, type), mean([dim], keepdim, type));
        public (Tensor @var, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false,
            ScalarType? type = null) => var_mean(dimensions.ToArray(), unbiased, keepdim, type);
        public (Tensor @var, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false,
            ScalarType? type = null) =>
            (@var(dimensions, unbiased, keepdim, type), mean(dimensions, keepdim, type));
        public Tensor std(bool unbiased = true) => Moments.Variance(this, Dims.All(Live().layout), unbiased, false, true);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Moments.Variance(this, Dims.One(Live().layout, dim), unbiased, keepdim, true, type);
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Moments.Variance(this, Dims.Of(Live().layout, dimensions), unbiased, keepdim, true, type);
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Moments.Variance(this, Dims.Of(Live().layout, dimensions), unbiased, keepdim, true, type);
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Moments.Variance(this, Dims.Of(Live().layout, [dim.Item1, dim.Item2]), unbiased, keepdim, true, type);
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Moments.Variance(this, Dims.Of(Live().layout, [dim.Item1, dim.Item2, dim.Item3]), unbiased, keepdim, true, type);
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => (std(unbiased), mean());
        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            (std(dim, unbiased, keepdim, type), mean([dim], keepdim, type));
        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false,
            ScalarType? type = null) => std_mean(dimensions.ToArray(), unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false,
            ScalarType? type = null) =>
            (std(dimensions, unbiased, keepdim, type), mean(dimensions, keepdim, type));

        public Tensor norm(float p = 2) => Moments.Norm(this, Dims.All(Live().layout), false, p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2) =>
            Moments.Norm(this, Dims.One(Live().layout, dim), keepdim, p);
        public Tensor dist(Tensor other, float p = 2) => sub(other).norm(p);

        public Tensor prod(ScalarType? type = null) => RunningProducts.OfAll(this, type);
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            RunningProducts.Along(this, dim, keepdim, type);
        public Tensor cumsum(long dim, ScalarType? type = null) => Running.Sum(this, dim, type);
        public Tensor cumprod(long dim, ScalarType? type = null) => RunningProducts.Cumulative(this, dim, type);
        public Tensor logcumsumexp(long dim) => RunningLogSumExp.Apply(this, dim);
        public Tensor nansum() => masked_fill(isnan(), 0).sum();
    }
}
