namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) =>
        Joining.Concatenate(tensors as Tensor[] ?? [.. tensors], dim);
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Joining.Concatenate(tensors, dim);
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Joining.Concatenate(tensors, dim);
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Joining.Stack(tensors, dim);
    public static Tensor hstack(IList<Tensor> tensors) => hstack([.. tensors]);
    public static Tensor hstack(params Tensor[] tensors) =>
        cat(Array.ConvertAll(tensors, tensor => tensor.ndim == 0 ? tensor.reshape(1) : tensor), tensors[0].ndim <= 1 ? 0 : 1);
    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => hstack(tensors.ToArray());
    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => vstack(tensors.ToArray());
    public static Tensor vstack(IList<Tensor> tensors) => cat(tensors.Select(tensor => tensor.atleast_2d()).ToArray());
    public static Tensor vstack(Tensor[] tensors) => vstack((IList<Tensor>)tensors);

    public partial class Tensor
    {
        public Tensor flip(params long[] dims) => Joining.Flip(this, dims);
        public Tensor flipud() => flip(0);
        public Tensor fliplr() => flip(1);

        public Tensor roll(long shifts, long? dims = null) => dims is { } dim
            ? Joining.Roll(this, [shifts], [dim])
            : Joining.Roll(flatten(), [shifts], [0]).reshape(layout.Sizes);

        public Tensor roll(long[] shifts, long[] dims) => Joining.Roll(this, shifts, dims);
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims) => roll(shifts.ToArray(), dims.ToArray());
        public Tensor roll(long[] shifts) => roll(shifts.Single());
        public Tensor roll((long, long) shifts, (long, long) dims) =>
            Joining.Roll(this, [shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            Joining.Roll(this, [shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

        public Tensor repeat(params long[] sizes)
        {
            Live();
            if (sizes.Length < layout.Rank)
                throw new TorchException(
                    $"Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor: "
                    + $"{Shape.Describe(sizes)} for {layout}.");
            // Each dimension d becomes (times, d), is expanded and joined again.
            var lead = sizes.Length - layout.Rank;
            var split = new long[2 * sizes.Length];
            var whole = new long[2 * sizes.Length];
            var joined = new long[sizes.Length];
            for (var i = 0; i < sizes.Length; i++)
            {
                var length = i < lead ? 1 : layout.Sizes[i - lead];
                (split[2 * i], split[2 * i + 1]) = (1, length);
                (whole[2 * i], whole[2 * i + 1]) = (sizes[i], length);
                joined[i] = sizes[i] * length;
            }
            return Apart(reshape(split).expand(whole).reshape(joined));
        }

        public Tensor tile(long[] reps)
        {
            var missing = (int)Math.Max(0, ndim - reps.Length);
            return repeat([.. Enumerable.Repeat(1L, missing), .. reps]);
        }

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null)
        {
            if (dim is not { } along) return flatten().repeat_interleave(repeats, 0);
            var d = Live().layout.Dimension(along);
            var sizes = (long[])layout.Sizes.Clone();
            sizes[d] *= repeats;
            return Apart(unsqueeze(d + 1).expand([.. layout.Sizes.AsSpan(0, d + 1), repeats,
                .. layout.Sizes.AsSpan(d + 1)]).reshape(sizes));
        }

        /// <summary>Where one length is repeated as a whole, strides of 0 do it without a copy; but a repetition is written to apart.</summary>
        private Tensor Apart(Tensor repeated) => repeated.storage == storage ? repeated.clone() : repeated;

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null)
        {
            if (dim is not { } along) return flatten().repeat_interleave(repeats, 0);
            var counts = repeats.to(ScalarType.Int64).cpu().data<long>().ToArray();
            if (Array.FindIndex(counts, count => count < 0) is >= 0 and var negative)
                throw new TorchException($"repeat_interleave() cannot repeat {counts[negative]} times (element {negative}).");
            var positions = counts.SelectMany((count, i) => Enumerable.Repeat((long)i, (int)count)).ToArray();
            return index_select(along, tensor(positions, device: device));
        }

        public Tensor atleast_1d() => ndim >= 1 ? alias() : reshape(1);
        public Tensor atleast_2d() => ndim >= 2 ? alias() : ndim == 1 ? unsqueeze(0) : reshape(1, 1);
        public Tensor atleast_3d() =>
            ndim >= 3 ? alias() : ndim == 2 ? unsqueeze(-1) : ndim == 1 ? unsqueeze(0).unsqueeze(-1) : reshape(1, 1, 1);
    }
}
