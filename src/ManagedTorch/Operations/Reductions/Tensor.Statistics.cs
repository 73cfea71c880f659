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

        /// <summary>Quantiles with linear interpolation between elements.</summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false)
        {
            var d = Live().layout.Dimension(dim);
            var sorted = sort(d).Values.movedim([d], [layout.Rank - 1]);
            var positions = q.Live().flatten().mul(layout.Length(d) - 1);
            Tensor low = positions.floor().to(ScalarType.Int64), high = positions.ceil().to(ScalarType.Int64);
            var below = sorted.index_select(-1, low);
            var values = below.add(sorted.index_select(-1, high).sub(below).mul(positions.sub(low))).movedim([-1L], [0L]);
            var reduced = Dims.One(layout, d).Result(layout, keepdim);
            return values.reshape([.. q.layout.Sizes, .. reduced.Sizes]);
        }

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
                weights is null ? ScalarType.Int64 : ScalarType.Float64, null, false);
            return counts.scatter_add_(0, to(ScalarType.Int64),
                weights is null ? torch.ones_like(this, ScalarType.Int64) : weights.to(ScalarType.Float64));
        }

        public Tensor histc(long bins = 100, long min = 0, long max = 0)
        {
            var (low, high) = min == max ? (this.min().ToDouble(), this.max().ToDouble()) : (min, max);
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

    /// <summary>How many boundaries lie before each value: those smaller than it, or with right those not larger.</summary>
    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false,
        Tensor? sorter = null)
    {
        var boundaries = sorter is null ? sorted_sequence : sorted_sequence.gather(-1, sorter);
        var column = values.unsqueeze(-1);
        if (boundaries.ndim > 1) boundaries = boundaries.unsqueeze(-2);
        return (right ? boundaries.le(column) : boundaries.lt(column)).sum(-1L).to(out_int32 ? ScalarType.Int32 : ScalarType.Int64);
    }

    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => y.trapezoid(dx, dim);
    public static Tensor trapz(Tensor y, Tensor x, long dim = -1) => y.trapezoid(x, dim);
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => input.bincount(weights, minlength);
}
