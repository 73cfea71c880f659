namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) =>
            dim is { } d ? (amin([d], keepdim), amax([d], keepdim)) : (min(), max());

        public (Tensor values, Tensor indexes) cummax(long dim) => Running.Extremes(this, dim, largest: true);
        public (Tensor values, Tensor indexes) cummin(long dim) => Running.Extremes(this, dim, largest: false);

        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null)
        {
            var numbers = isnan().logical_not();
            var known = masked_fill(isnan(), 0);
            return dim is { } d
                ? known.sum((long)d, keepdim, dtype).div(numbers.sum((long)d, keepdim))
                : known.sum(dtype).div(numbers.sum());
        }

        /// <summary>Quantiles with linear interpolation between elements; nan for a line with a nan in it.</summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Quantiles.Of(this, q, dim, keepdim, leaveOutNan: false);

        /// <summary>The same of the elements that are not nan.</summary>
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => Quantiles.Of(this, q, dim, keepdim, leaveOutNan: true);

        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null)
        {
            var d = Live().layout.Dimension(dim);
            var parts = new[] { prepend, this, append }.Where(part => part is not null).ToArray();
            var current = parts.Length == 1 ? this : cat(parts!, d);
            for (; n > 0; n--)
            {
                var length = current.layout.Sizes[d];
                current = current.slice(d, 1, length, 1).sub(current.slice(d, 0, Math.Max(length - 1, 0), 1));
            }
            return current;
        }

        public Tensor trapezoid(double dx = 1, long dim = -1) => Neighbours(dim).mul(dx).sum(dim);
        public Tensor trapezoid(Tensor x, long dim = -1) => Neighbours(dim).mul(x.diff(1, -1)).sum(dim);
        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => Neighbours(dim).mul(dx).cumsum(dim);
        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => Neighbours(dim).mul(x.diff(1, -1)).cumsum(dim);

        public Tensor bincount(Tensor? weights, long minlength = 0)
        {
            if (Live().layout.Rank != 1 || !Dtype.IsIntegral(element))
                throw new TorchException(
                    $"bincount() counts the integers of a vector; this is a {element} tensor of shape {layout}.");
            var largest = layout.Count == 0 ? -1 : max().ToInt64();
            if (layout.Count > 0 && min().ToInt64() < 0)
                throw new TorchException("bincount only supports integers that are not negative.");
            var counts = Factory.Zeros(Shape.Of(Math.Max(minlength, largest + 1)),
                Counted(weights), device, false);
            return counts.scatter_add_(0, to(ScalarType.Int64), weights?.to(Counted(weights)) ?? torch.ones_like(this, ScalarType.Int64));

            static ScalarType Counted(Tensor? weights) =>
                weights is null ? ScalarType.Int64 : weights.Live().element == ScalarType.Float32 ? ScalarType.Float32 : ScalarType.Float64;
        }

        public Tensor histc(long bins = 100, long min = 0, long max = 0)
        {
            if (bins <= 0) throw new TorchException($"histc() needs at least one bin, not {bins}.");
            if (min > max) throw new TorchException($"histc(): the range begins at {min}, after its end at {max}.");
            var (low, high) = min == max && Live().layout.Count > 0 ? (this.min().ToDouble(), this.max().ToDouble()) : (min, max);
            if (!double.IsFinite(low) || !double.IsFinite(high))
                throw new TorchException($"histc(): range of [{low}, {high}] is not finite");
            if (low == high) (low, high) = (low - 1, high + 1);
            var inside = flatten()[flatten().ge(low).logical_and(flatten().le(high))];
            var bin = inside.sub(low).mul(bins / (high - low)).floor().clamp(0, bins - 1).to(ScalarType.Int64);
            return bin.bincount(null, bins).to(element);
        }

        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false)
        {
            var found = unsqueeze(-1).eq(test_elements.flatten()).any(-1);
            return invert ? found.logical_not() : found;
        }

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            searchsorted(boundaries, this, outInt32, right);

        private Tensor Neighbours(long dim)
        {
            var d = Live().layout.Dimension(dim);
            var length = layout.Sizes[d];
            return slice(d, 1, length, 1).add(slice(d, 0, length - 1, 1)).div(2);
        }
    }

    /// <summary>
    /// How many boundaries lie before each value: those smaller than it, or with right those not larger. nan lies behind them all.
    /// </summary>
    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false,
        Tensor? sorter = null) =>
        Searching.Apply(sorter is null ? sorted_sequence : sorted_sequence.gather(-1, sorter), values, right, out_int32);

    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => y.trapezoid(dx, dim);
    public static Tensor trapz(Tensor y, Tensor x, long dim = -1) => y.trapezoid(x, dim);
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => input.bincount(weights, minlength);
}
