using System.Numerics;
using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Recorded pooling by the largest element of each window.</summary>
internal static unsafe class MaxPools
{
    /// <summary>The largest elements, and their places within their planes.</summary>
    public static (Tensor Values, Tensor Places) Apply(
        string name, int dimensions, Tensor x, SidePair kernel, SidePair stride, SidePair padding, SidePair dilation,
        bool ceiling)
    {
        var (rows, columns) = PoolWindows.Measure(name, dimensions, x, kernel, stride, padding, dilation, ceiling);
        var layout = Convolutions.Sizes(x.layout, dimensions, x.layout.Sizes[^(dimensions + 1)], rows.Count, columns.Count);
        Launch.Of(name, x);
        var values = Tensor.Result(layout, x.element);
        var places = Tensor.Result(layout, ScalarType.Int64);
        var input = Copying.AsContiguous(x);
        var planes = PoolWindows.Planes(x, dimensions);
        if (x.element == ScalarType.Float32)
            Pooling.MaxForward((float*)input.pointer, planes, rows, columns, (float*)values.pointer, (long*)places.pointer);
        else
            Pooling.MaxForward((double*)input.pointer, planes, rows, columns, (double*)values.pointer, (long*)places.pointer);
        Copying.Done(input, x);
        if (x.Tracked) values.MadeBy(new MaxPoolNode(x, places, rows.Count * columns.Count, rows.Size * columns.Size, planes));
        GC.KeepAlive(x);
        return (values, places);
    }

    private sealed class MaxPoolNode : Node
    {
        private readonly int windows, size, planes;
        private readonly Shape shape;
        private SavedTensor places;

        public MaxPoolNode(Tensor x, Tensor places, int windows, int size, int planes)
        {
            Connect(x);
            shape = x.layout.AsContiguous();
            this.places = new SavedTensor(places);
            this.windows = windows;
            this.size = size;
            this.planes = planes;
        }

        public override void Backward(Tensor g)
        {
            var back = Tensor.Fresh(shape, g.element);
            var gradient = Copying.AsContiguous(g);
            var at = (long*)places.Value.pointer;
            if (g.element == ScalarType.Float32)
                Pooling.MaxBackward((float*)gradient.pointer, at, planes, windows, size, (float*)back.pointer);
            else
                Pooling.MaxBackward((double*)gradient.pointer, at, planes, windows, size, (double*)back.pointer);
            Copying.Done(gradient, g);
            Give(0, back);
        }

        public override void ReleaseSaved() => places.Release();
    }
}
