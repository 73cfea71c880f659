using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Recorded pooling by the mean of each window, or of areas that share an image evenly.</summary>
internal static unsafe class MeanPools
{
    public static Tensor Windows(
        string name, int dimensions, Tensor x, SidePair kernel, SidePair stride, SidePair padding, bool ceiling,
        bool countPadding, long? divisor)
    {
        var (rows, columns) = PoolWindows.Measure(name, dimensions, x, kernel, stride, padding, new(1, 1), ceiling);
        if (divisor == 0) throw new TorchException($"{name}(): the divisor must not be 0.");
        return Apply(x, dimensions, rows.Count, columns.Count,
            new WindowMeans(rows, columns, PoolWindows.Planes(x, dimensions), countPadding, divisor ?? 0));
    }

    public static Tensor Adaptive(string name, int dimensions, Tensor x, SidePair size)
    {
        PoolWindows.Require(name, dimensions, x);
        size.RequireAtLeast(1, name, "output size");
        var height = dimensions == 2 ? (int)x.layout.Sizes[^2] : 1;
        return Apply(x, dimensions, size.Height, size.Width,
            new AreaMeans(height, (int)x.layout.Sizes[^1], size, PoolWindows.Planes(x, dimensions)));
    }

    private static Tensor Apply(Tensor x, int dimensions, int height, int width, Means means)
    {
        Launch.Of("avg_pool", x);
        var result = Tensor.Result(Convolutions.Sizes(x.layout, dimensions, x.layout.Sizes[^(dimensions + 1)], height, width),
            x.element);
        var input = Copying.AsContiguous(x);
        means.Forward(input, result);
        Copying.Done(input, x);
        if (x.Tracked) result.MadeBy(new MeanNode(x, means));
        GC.KeepAlive(x);
        return result;
    }

    /// <summary>A linear map from images to means, and its transpose.</summary>
    private abstract class Means
    {
        public abstract void Forward(Tensor x, Tensor y);

        public abstract void Backward(Tensor dy, Tensor dx);
    }

    private sealed class WindowMeans(PoolingWindow rows, PoolingWindow columns, int planes, bool countPadding, long divisor)
        : Means
    {
        public override void Forward(Tensor x, Tensor y)
        {
            if (x.element == ScalarType.Float32) Pooling.MeanForward((float*)x.pointer, planes, rows, columns, countPadding,
                divisor, (float*)y.pointer);
            else Pooling.MeanForward((double*)x.pointer, planes, rows, columns, countPadding, divisor, (double*)y.pointer);
        }

        public override void Backward(Tensor dy, Tensor dx)
        {
            if (dy.element == ScalarType.Float32) Pooling.MeanBackward((float*)dy.pointer, planes, rows, columns, countPadding,
                divisor, (float*)dx.pointer);
            else Pooling.MeanBackward((double*)dy.pointer, planes, rows, columns, countPadding, divisor, (double*)dx.pointer);
        }
    }

    private sealed class AreaMeans(int height, int width, SidePair size, int planes) : Means
    {
        public override void Forward(Tensor x, Tensor y)
        {
            if (x.element == ScalarType.Float32) Pooling.AdaptiveMeanForward((float*)x.pointer, planes, height, width,
                size.Height, size.Width, (float*)y.pointer);
            else Pooling.AdaptiveMeanForward((double*)x.pointer, planes, height, width, size.Height, size.Width,
                (double*)y.pointer);
        }

        public override void Backward(Tensor dy, Tensor dx)
        {
            if (dy.element == ScalarType.Float32) Pooling.AdaptiveMeanBackward((float*)dy.pointer, planes, height, width,
                size.Height, size.Width, (float*)dx.pointer);
            else Pooling.AdaptiveMeanBackward((double*)dy.pointer, planes, height, width, size.Height, size.Width,
                (double*)dx.pointer);
        }
    }

    private sealed class MeanNode : Node
    {
        private readonly Shape shape;
        private readonly Means means;

        public MeanNode(Tensor x, Means means)
        {
            Connect(x);
            shape = x.layout.AsContiguous();
            this.means = means;
        }

        public override void Backward(Tensor g)
        {
            var back = Tensor.Fresh(shape, g.element);
            var gradient = Copying.AsContiguous(g);
            means.Backward(gradient, back);
            Copying.Done(gradient, g);
            Give(0, back);
        }
    }
}
