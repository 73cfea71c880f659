using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The mean of each segment of a tensor's rows, to the bits of <c>mean()</c> of that segment alone. Shape: [segments].</summary>
internal static unsafe class SegmentMeans
{
    public static Tensor Apply(Tensor x, ReadOnlySpan<long> ends)
    {
        Launch.Of("mean", x.Live());
        if (x.element is not (ScalarType.Float32 or ScalarType.Float64)) throw Unsupported.Feature($"joint means of {x.element}");
        var result = Tensor.Result(Shape.Of(ends.Length), x.element);
        var flat = Copying.AsContiguous(x);
        if (x.element == ScalarType.Float32) Means((float*)flat.pointer, Width(x), ends, (float*)result.pointer);
        else Means((double*)flat.pointer, Width(x), ends, (double*)result.pointer);
        Copying.Done(flat, x);
        GC.KeepAlive(x);
        if (x.Tracked) result.MadeBy(new SegmentMeanNode(x, ends));
        return result;
    }

    /// <summary>Elements of a row.</summary>
    public static long Width(Tensor x) => x.layout.Count / x.layout.Sizes[0];

    private static void Means<T>(T* x, long width, ReadOnlySpan<long> ends, T* means) where T : unmanaged, INumber<T>
    {
        long start = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            var count = (ends[i] - start) * width;
            Kernels.Reductions.RowSums(x + start * width, 1, (nint)count, means + i);
            means[i] /= T.CreateTruncating(count);
            start = ends[i];
        }
    }

    private sealed class SegmentMeanNode : Node
    {
        private readonly Shape shape;
        private readonly long[] ends;

        public SegmentMeanNode(Tensor x, ReadOnlySpan<long> ends)
        {
            Connect(x);
            shape = x.layout;
            this.ends = ends.ToArray();
        }

        public override void Backward(Tensor g)
        {
            var back = Tensor.Fresh(shape.AsContiguous(), g.element);
            var means = Copying.AsContiguous(g);
            var width = shape.Count / shape.Sizes[0];
            if (g.element == ScalarType.Float32) Spread((float*)means.pointer, (float*)back.pointer, width);
            else Spread((double*)means.pointer, (double*)back.pointer, width);
            Copying.Done(means, g);
            Give(0, back);
        }

        private void Spread<T>(T* g, T* back, long width) where T : unmanaged, INumber<T>
        {
            long start = 0;
            for (var i = 0; i < ends.Length; i++)
            {
                var count = (ends[i] - start) * width;
                new Span<T>(back + start * width, checked((int)count)).Fill(g[i] * T.CreateTruncating(1.0 / count));
                start = ends[i];
            }
        }
    }
}
