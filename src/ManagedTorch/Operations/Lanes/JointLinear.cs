using System.Numerics;
using TorchSharp.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Linear layers of one shape as one operation: each segment of the rows goes through a layer of its own.</summary>
/// <remarks>
/// Each segment is computed by the very products that <see cref="LinearLayer"/> computes it by alone, so it comes to the same bits. One dispatch,
/// one node and one result for all is what is saved.
/// </remarks>
internal static unsafe class JointLinear
{
    /// <param name="x">[rows, inputs]: the segments one after the other.</param>
    /// <param name="layers">One a segment, all of one shape and type.</param>
    /// <param name="ends">The row after the last one of each segment.</param>
    /// <param name="relu">Whether a ReLU follows.</param>
    public static Tensor Apply(Tensor x, ReadOnlySpan<Linear> layers, ReadOnlySpan<long> ends, bool relu)
    {
        var first = layers[0];
        Shape sx = x.Live().layout, sw = first.weight.Live().layout;
        if (sx.Rank != 2 || sx.Sizes[1] != sw.Sizes[1])
            throw new TorchException($"Joint linear layers of weights {sw} cannot be applied to {sx}: rows of {sw.Sizes[1]} numbers are needed.");
        Launch.Of("linear", x, first.weight, first.bias);
        var result = Tensor.Result(Shape.Of(sx.Sizes[0], sw.Sizes[0]), x.element);
        if (x.element == ScalarType.Float32) Forward<float>(result, x, layers, ends, relu);
        else if (x.element == ScalarType.Float64) Forward<double>(result, x, layers, ends, relu);
        else throw Unsupported.Feature($"linear() of {x.element}");
        if (GradMode.Enabled && (x.Tracked || AnyTracked(layers)))
            result.MadeBy(new JointLinearNode(x, layers, ends, relu ? result : null));
        GC.KeepAlive(x);
        return result;
    }

    private static bool AnyTracked(ReadOnlySpan<Linear> layers)
    {
        foreach (var layer in layers) if (layer.weight.Tracked || layer.bias is { Tracked: true }) return true;
        return false;
    }

    private static void Forward<T>(Tensor result, Tensor x, ReadOnlySpan<Linear> layers, ReadOnlySpan<long> ends, bool relu)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = (int)result.layout.Sizes[1], k = (int)x.layout.Sizes[1];
        var rows = new Matrix<T>((T*)x.pointer, (nint)x.layout.Strides[0], (nint)x.layout.Strides[1]);
        nint start = 0;
        for (var i = 0; i < layers.Length; i++)
        {
            Tensor weight = layers[i].weight.Live(), bias = layers[i].bias?.Live()!;
            RequireAlike(weight, bias, result, k);
            var m = (int)(ends[i] - start);
            Gemm.Multiply(m, n, k, T.One, rows.From(start, 0), Weights<T>(weight).Transposed(), T.Zero,
                new Matrix<T>((T*)result.pointer + start * n, n, 1),
                new Epilogue<T>(bias is null ? null : (T*)bias.pointer, relu: relu));
            GC.KeepAlive(weight);
            GC.KeepAlive(bias);
            start += m;
        }
    }

    private static void RequireAlike(Tensor weight, Tensor? bias, Tensor result, int inputs)
    {
        if (weight.element != result.element || weight.layout.Rank != 2 || weight.layout.Sizes[0] != result.layout.Sizes[1]
            || weight.layout.Sizes[1] != inputs || bias is not null && (!bias.layout.Contiguous || bias.layout.Count != weight.layout.Sizes[0]
            || bias.element != result.element))
            throw new TorchException($"Joint linear layers must be alike; one has weights {weight.layout} of {weight.element}.");
    }

    private static Matrix<T> Weights<T>(Tensor weight) where T : unmanaged =>
        new((T*)weight.pointer, (nint)weight.layout.Strides[0], (nint)weight.layout.Strides[1]);

    private sealed class JointLinearNode : Node
    {
        private readonly long[] ends;
        private readonly SavedTensor[]? weights;
        private SavedTensor x, rectified;

        public JointLinearNode(Tensor x, ReadOnlySpan<Linear> layers, ReadOnlySpan<long> ends, Tensor? rectified)
        {
            // The rows, then each layer's weights and bias; a layer without a bias has the weights' place twice, and gives there nothing.
            var inputs = new Tensor[1 + 2 * layers.Length];
            inputs[0] = x;
            for (var i = 0; i < layers.Length; i++) (inputs[1 + 2 * i], inputs[2 + 2 * i]) = (layers[i].weight, layers[i].bias ?? layers[i].weight);
            Connect(inputs);
            HasBias = layers[0].bias is not null;
            this.ends = ends.ToArray();
            this.rectified = new SavedTensor(rectified);
            this.x = new SavedTensor(x);
            if (!Needs(0)) return;
            weights = new SavedTensor[layers.Length];
            for (var i = 0; i < weights.Length; i++) weights[i] = new SavedTensor(layers[i].weight);
        }

        private bool HasBias { get; }

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
            rectified.Release();
            if (weights is null) return;
            for (var i = 0; i < weights.Length; i++) weights[i].Release();
        }

        private void Backward<T>(Tensor g) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var n = (int)g.layout.Sizes[1];
            var input = x.Value;
            var k = (int)input.layout.Sizes[1];
            var inputs = new Matrix<T>((T*)input.pointer, (nint)input.layout.Strides[0], (nint)input.layout.Strides[1]);
            var back = Needs(0) ? Tensor.Fresh(input.layout.AsContiguous(), g.element) : null;

            // By its own strides, as a single layer reads it: a product sums in another order where rows lie apart, such as the parts of a cat.
            var gradient = new Matrix<T>((T*)g.pointer, (nint)g.layout.Strides[0], (nint)g.layout.Strides[1]);
            nint start = 0;
            for (var i = 0; i < ends.Length; i++)
            {
                var m = (int)(ends[i] - start);
                var rows = gradient.From(start, 0);
                if (back is not null)
                {
                    Gemm.Multiply(m, k, n, T.One, rows, Weights<T>(weights![i].Value), T.Zero,
                        new Matrix<T>((T*)back.pointer + start * k, k, 1));
                }
                if (Needs(1 + 2 * i)) GiveWeights(1 + 2 * i, m, n, k, rows, inputs.From(start, 0), g.element);
                if (HasBias && Needs(2 + 2 * i)) GiveBias<T>(2 + 2 * i, g, start, m);
                start += m;
            }
            if (back is not null) Give(0, back);
            GC.KeepAlive(input);
            GC.KeepAlive(g);
        }

        /// <summary>As of a single layer: the gradient is added to what is there.</summary>
        private void GiveWeights<T>(int edge, int m, int n, int k, Matrix<T> rows, Matrix<T> input, ScalarType type)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            if (LeafSum(edge) is { } sum)
            {
                Launch.Of("accumulate", sum);
                Gemm.Multiply(n, k, m, T.One, rows.Transposed(), input, T.One, new Matrix<T>((T*)sum.pointer, k, 1));
                return;
            }
            var pending = TakePending(edge);
            var target = pending ?? Tensor.Fresh(Shape.Of(n, k), type);
            Gemm.Multiply(n, k, m, T.One, rows.Transposed(), input, pending is null ? T.Zero : T.One,
                new Matrix<T>((T*)target.pointer, k, 1));
            if (pending is null) Give(edge, target);
            else Restore(edge, target);
        }

        private void GiveBias<T>(int edge, Tensor g, nint start, int m) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            const int Most = 256;
            var n = (int)g.layout.Sizes[1];
            if (!g.layout.Contiguous)
            {
                using var part = Views.Over(g, Shape.Strided([m, n], [.. g.layout.Strides]), start * g.layout.Strides[0]);
                Give(edge, Sums.SumTo(part, Shape.Of(n)));
                return;
            }
            var rows = (T*)g.pointer + start * n;
            if (n <= Most && LeafSum(edge) is { } sum)
            {
                Launch.Of("accumulate", sum);
                var added = stackalloc T[Most];
                Sum(rows, m, n, added);
                for (var i = 0; i < n; i++) ((T*)sum.pointer)[i] += added[i];
                GC.KeepAlive(sum);
                return;
            }
            var sums = Tensor.Fresh(Shape.Of(n), g.element);
            Sum(rows, m, n, (T*)sums.pointer);
            Give(edge, sums);
        }

        private static void Sum<T>(T* rows, int m, int n, T* sums) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            if (n > 1) Reductions.ColumnSums(rows, m, n, n, sums);
            else Reductions.RowSums(rows, 1, m, sums);
        }
    }
}
