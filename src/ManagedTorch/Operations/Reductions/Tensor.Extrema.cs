namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor max() => Extrema.OfAll<LargestOf>(Live());
        public Tensor min() => Extrema.OfAll<SmallestOf>(Live());
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Extrema.Along(this, dim, keepdim, true);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Extrema.Along(this, dim, keepdim, false);
        public Tensor argmax() => Extrema.Place(this, null, false, true);
        public Tensor argmin() => Extrema.Place(this, null, false, false);
        public Tensor argmax(long dim, bool keepdim = false) => Extrema.Place(this, dim, keepdim, true);
        public Tensor argmin(long dim, bool keepdim = false) => Extrema.Place(this, dim, keepdim, false);
        public Tensor amax(params long[] dims) => Extrema.Over<LargestOf>(Live(), Dims.Of(layout, dims), false);
        public Tensor amin(params long[] dims) => Extrema.Over<SmallestOf>(Live(), Dims.Of(layout, dims), false);
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Extrema.Over<LargestOf>(Live(), Dims.Of(layout, dims), keepdim));
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Extrema.Over<SmallestOf>(Live(), Dims.Of(layout, dims), keepdim));
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Extrema.Over<LargestOf>(Live(), Dims.Of(layout, dims), keepdim));
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, Extrema.Over<SmallestOf>(Live(), Dims.Of(layout, dims), keepdim));

        public Tensor any() => Logical<AnyOf>(Dims.All(Live().layout), false);
        public Tensor all() => Logical<AllOf>(Dims.All(Live().layout), false);
        public Tensor any(long dim, bool keepdim = false) => Logical<AnyOf>(Dims.One(Live().layout, dim), keepdim);
        public Tensor all(long dim, bool keepdim = false) => Logical<AllOf>(Dims.One(Live().layout, dim), keepdim);

        private Tensor Logical<TFold>(in Dims dims, bool keepdim) where TFold : struct, IFold
        {
            Launch.On(this);
            var truths = Copying.As(this, ScalarType.Bool);
            var result = Folds.Apply<TFold>(truths, dims, keepdim);
            Copying.Done(truths, this);
            // Bytes were PyTorch's truths before it had bools, and are still answered with one.
            return element == ScalarType.Byte ? result.to(ScalarType.Byte, disposeAfter: true) : result;
        }

        /// <summary>Writes a result into a tensor that the caller gave, if one was.</summary>
        private static Tensor Into(Tensor? target, Tensor result)
        {
            if (target is null) return result;
            target.copy_(result);
            result.Dispose();
            return target;
        }
    }
}
