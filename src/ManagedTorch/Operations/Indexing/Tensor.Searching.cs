namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The positions of the elements that are not 0, a row each.</summary>
        public Tensor nonzero()
        {
            Launch.Of(nameof(nonzero), Live());
            if (OnCuda) SimulatedDevice.ReadBack();
            var truths = Copying.AsContiguous(this, ScalarType.Bool);
            long count = 0;
            for (long i = 0; i < layout.Count; i++) count += truths.pointer[i];
            var result = Tensor.Result(Shape.Of(count, layout.Rank), ScalarType.Int64);
            var at = (long*)result.pointer;
            for (long i = 0; i < layout.Count; i++)
            {
                if (truths.pointer[i] == 0) continue;
                var rest = i;
                for (var d = layout.Rank - 1; d >= 0; d--)
                {
                    at[d] = rest % layout.Sizes[d];
                    rest /= layout.Sizes[d];
                }
                at += layout.Rank;
            }
            Copying.Done(truths, this);
            return result;
        }

        public Tensor argwhere() => nonzero();
        public IList<Tensor> nonzero_as_list() => nonzero().unbind(1);

        public Tensor count_nonzero(long[]? dims = null)
        {
            Launch.On(Live());
            var truths = Copying.As(this, ScalarType.Bool);
            var counts = Sums.Sum(truths, dims is null ? Dims.All(layout) : Dims.Of(layout, dims), false, ScalarType.Int64);
            Copying.Done(truths, this);
            return counts;
        }
    }
}
