using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>y = x W^T + b as one operation, or max(0, y).</summary>
internal static unsafe class LinearLayer
{
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, bool relu = false)
    {
        Shape sx = x.Live().layout, sw = weight.Live().layout;
        bias?.Live();
        if (sw.Rank != 2 || sx.Rank == 0 || sx.Sizes[^1] != sw.Sizes[1] || (bias is not null
            && (bias.layout.Rank != 1 || bias.layout.Sizes[0] != sw.Sizes[0])))
            throw new TorchException(
                $"linear() cannot apply weights of shape {sw}{(bias is null ? "" : $" and a bias of shape {bias.layout}")} "
                + $"to an input of shape {sx}: its last dimension must be {(sw.Rank == 2 ? sw.Sizes[1] : 0)}.");
        if (x.element != weight.element || (bias is not null && bias.element != x.element))
            throw new TorchException(
                $"linear() needs input, weights and bias of one type, not {x.element}, "
                + $"{weight.element}{(bias is null ? "" : $" and {bias.element}")}.");
        if (!Dtype.IsFloating(x.element)) throw Unsupported.Feature($"linear() of {x.element}");
        Launch.Of("linear", x, weight, bias);
        if (relu && x.OnCuda) SimulatedDevice.Launched("relu", 1);
        var outputs = sw.Sizes[0];
        var result = Tensor.Result(sx.Rank == 2 ? Shape.Of(sx.Sizes[0],
            outputs) : Shape.Of([.. sx.Sizes.AsSpan(0, sx.Rank - 1), outputs]), x.element);
        var rows = Rows(x);
        var flatBias = bias is null ? null : Copying.AsContiguous(bias);
        int m = (int)rows.Count, n = (int)outputs, k = (int)sw.Sizes[1];
        if (x.element == ScalarType.Float32)
            Gemm.Multiply(m, n, k, 1f, rows.As<float>(), Weights<float>(weight).Transposed(), 0f,
                new Matrix<float>((float*)result.pointer, n, 1),
                new Epilogue<float>(flatBias is null ? null : (float*)flatBias.pointer, relu: relu));
        else
            Gemm.Multiply(m, n, k, 1d, rows.As<double>(), Weights<double>(weight).Transposed(), 0d,
                new Matrix<double>((double*)result.pointer, n, 1),
                new Epilogue<double>(flatBias is null ? null : (double*)flatBias.pointer, relu: relu));
        rows.Done(x);
        if (bias is not null) Copying.Done(flatBias!, bias);
        if (x.Tracked || weight.Tracked || (bias is not null && bias.Tracked))
            result.MadeBy(new LinearNode(x, weight, bias, relu ? result : null));
        GC.KeepAlive(weight);
        return result;
    }

    private static Matrix<T> Weights<T>(Tensor weight) where T : unmanaged =>
        new((T*)weight.pointer, (nint)weight.layout.Strides[0], (nint)weight.layout.Strides[1]);

    private static RowView Rows(Tensor x)
    {
        if (x.layout.Rank == 2) return new RowView(x, x.layout.Sizes[0], x.layout.Strides[0], x.layout.Strides[1]);
        var flat = Copying.AsContiguous(x);
        var columns = flat.layout.Sizes[^1];
        long rows = 1;
        foreach (var length in flat.layout.Sizes.AsSpan()[..^1]) rows *= length;
        return new RowView(flat, rows, columns, 1);
    }

    /// <summary>A tensor seen as a matrix whose rows are its last dimension.</summary>
    private readonly record struct RowView(Tensor Source, long Count, long RowStride, long ColumnStride)
    {
        public Matrix<T> As<T>() where T : unmanaged => new((T*)Source.pointer, (nint)RowStride, (nint)ColumnStride);

        public void Done(Tensor original)
        {
            GC.KeepAlive(Source);
            Copying.Done(Source, original);
        }
    }

    private sealed class LinearNode : Node
    {
        private SavedTensor x, weight, rectified;

        /// <summary>The sum that is the bias's gradient counts itself; a ReLU counts as if it were apart.</summary>
        public override int Launches => base.Launches - (Needs(2) ? 1 : 0) + (rectified.Exists ? 1 : 0);

        /// <param name="x">The input.</param>
        /// <param name="weight">The weights.</param>
        /// <param name="bias">The bias.</param>
        /// <param name="rectified">The result, where it is no less than 0.</param>
        public LinearNode(Tensor x, Tensor weight, Tensor? bias, Tensor? rectified)
        {
            Connect(x, weight, bias);
            this.rectified = new SavedTensor(rectified);
            if (Needs(1)) this.x = new SavedTensor(x);
            if (Needs(0)) this.weight = new SavedTensor(weight);
        }

        public override void Backward(Tensor g)
        {
            var inner = rectified.Exists ? Unary.Gradient<Relu>(g, g, rectified.Value) : g;
            if (g.element == ScalarType.Float32) Backward<float>(inner);
            else Backward<double>(inner);
            if (rectified.Exists) inner.Free();
        }

        public override void ReleaseSaved()
        {
            x.Release();
            weight.Release();
            rectified.Release();
        }

        private void Backward<T>(Tensor g) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var rows = Rows(g);
            int m = (int)rows.Count, n = (int)g.layout.Sizes[^1];
            if (Needs(0))
            {
                var w = weight.Value;
                var k = (int)w.layout.Sizes[1];
                var back = Tensor.Fresh(g.layout.Rank == 2 ? Shape.Of(m,
                    k) : Shape.Of([.. g.layout.Sizes.AsSpan(0, g.layout.Rank - 1), k]), g.element);
                Gemm.Multiply(m, k, n, T.One, rows.As<T>(), Weights<T>(w), T.Zero, new Matrix<T>((T*)back.pointer, k, 1));
                Give(0, back);
            }
            if (Needs(1))
            {
                var input = Rows(x.Value);
                var k = (int)x.Value.layout.Sizes[^1];
                // The weights of a layer that is used again, or of a gradient that was not reset, add up where they are.
                if (TakePending(1) is { } pending)
                {
                    Gemm.Multiply(n, k, m, T.One, rows.As<T>().Transposed(), input.As<T>(), T.One,
                        new Matrix<T>((T*)pending.pointer, k, 1));
                    Restore(1, pending);
                }
                else
                {
                    var back = Tensor.Fresh(Shape.Of(n, k), g.element);
                    Gemm.Multiply(n, k, m, T.One, rows.As<T>().Transposed(), input.As<T>(), T.Zero,
                        new Matrix<T>((T*)back.pointer, k, 1));
                    Give(1, back);
                }
                input.Done(x.Value);
            }
            if (Needs(2)) Give(2, Sums.SumTo(g, Shape.Of(n)));
            rows.Done(g);
        }
    }
}
